using System.Buffers;

namespace Sws.LoadGen.Connections;

/// <summary>Frames that the network has not taken yet, in order. Exists only while there are some.</summary>
internal sealed class SendBacklog
{
    /// <summary>Most bytes waiting on one connection. A server that lets more pile up does not read.</summary>
    public const int MaxBytes = 4 << 20;

    private ArrayBufferWriter<byte> _waiting = new();

    /// <summary>True when no further frame may be added.</summary>
    public bool IsFull => _waiting.WrittenCount >= MaxBytes;

    /// <summary>Adds bytes behind the others.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => _waiting.Write(bytes);

    /// <summary>Takes everything that waits; empty when nothing does.</summary>
    public ReadOnlyMemory<byte> TakeAll()
    {
        var taken = _waiting.WrittenMemory;
        if (taken.Length > 0)
        {
            _waiting = new ArrayBufferWriter<byte>();
        }

        return taken;
    }
}
