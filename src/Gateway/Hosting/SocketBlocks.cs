using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Sws.Gateway.Hosting;

/// <summary>
/// The memory that Kestrel reads sockets into and writes them from. Its own blocks have 4096 bytes, and a record of 4 KiB with its
/// frame has 4128: two blocks, and twice the receives. A socket holds blocks only while it has bytes in them.
/// Measurements: docs/benchmarks.md.
/// </summary>
internal sealed class SocketBlocks : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    /// <summary>The size of a block in bytes.</summary>
    public const int BlockBytes = 8192;

    /// <summary>How many blocks wait for the next socket at most (8 MiB); those beyond it are left to the collector.</summary>
    public const int MaxFree = 1024;

    // A thread that runs a session's code gives back what it took: nobody else need see it.
    [ThreadStatic]
    private static Block? _last;

    private readonly ConcurrentQueue<Block> _free = new();

    /// <summary>The most bytes that a block has room for.</summary>
    public override int MaxBufferSize => BlockBytes;

    /// <summary>How many blocks wait in the queue.</summary>
    internal int Free => _free.Count;

    /// <summary>All of Kestrel's endpoints share this pool.</summary>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    /// <summary>Takes a block out.</summary>
    /// <param name="minBufferSize">How many bytes are needed. A block always has all of its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="BlockBytes"/> are asked for.</exception>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        Block? block = _last;
        if (block?.Pool == this)
        {
            _last = null;
        }
        else if (!_free.TryDequeue(out block))
        {
            block = new Block(this);
        }

        block.IsRented = true;
        return block;
    }

    /// <summary>Does nothing: a block that is out may come back after its endpoint has ended.</summary>
    /// <param name="disposing">Always true: there is no finalizer.</param>
    protected override void Dispose(bool disposing)
    {
    }

    private void Return(Block block)
    {
        if (_last is null)
        {
            _last = block;
        }
        else if (_free.Count < MaxFree)
        {
            _free.Enqueue(block);
        }
    }

    private sealed class Block(SocketBlocks pool) : IMemoryOwner<byte>
    {
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockBytes);

        public SocketBlocks Pool => pool;

        public bool IsRented { get; set; }

        public Memory<byte> Memory => _bytes;

        public void Dispose()
        {
            // A block that was given back twice would be two sockets' at once.
            if (IsRented)
            {
                IsRented = false;
                pool.Return(this);
            }
        }
    }
}
