using System.Buffers;

namespace Sws.LoadGen.Connections;

/// <summary>Bytes read and not yet consumed, in an array rented only while there are any.</summary>
internal struct ReceiveBuffer
{
    // Holds a few small messages; a longer frame makes the buffer grow.
    private const int FirstSize = 4 * 1024;

    private byte[]? _array;
    private int _start;
    private int _end;

    /// <summary>True while an array is rented.</summary>
    public readonly bool IsRented => _array is not null;

    /// <summary>Bytes read and not consumed.</summary>
    public readonly int Length => _end - _start;

    /// <summary>The bytes read and not consumed.</summary>
    public readonly ReadOnlySequence<byte> Unread => _array is null ? default : new ReadOnlySequence<byte>(_array, _start, _end - _start);

    /// <summary>The bytes read and not consumed.</summary>
    public readonly ReadOnlySpan<byte> UnreadSpan => _array.AsSpan(_start, _end - _start);

    /// <summary>Free room behind the bytes; makes some when there is none.</summary>
    public Memory<byte> Room()
    {
        _array ??= ArrayPool<byte>.Shared.Rent(FirstSize);
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _array.Length)
        {
            MakeRoom();
        }

        return _array.AsMemory(_end);
    }

    /// <summary>Counts bytes that were read into <see cref="Room"/>.</summary>
    public void Filled(int count) => _end += count;

    /// <summary>Drops bytes from the front.</summary>
    public void Consume(int count) => _start += count;

    /// <summary>Gives the array back if nothing is in it.</summary>
    public void ReturnIfEmpty()
    {
        if (_start == _end)
        {
            Return();
        }
    }

    /// <summary>Gives the array back with whatever is in it.</summary>
    public void Return()
    {
        if (_array is { } array)
        {
            _array = null;
            _start = _end = 0;
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void MakeRoom()
    {
        var from = _array!;
        var to = _start > 0 ? from : ArrayPool<byte>.Shared.Rent(from.Length * 2);
        from.AsSpan(_start, _end - _start).CopyTo(to);
        _end -= _start;
        _start = 0;
        if (!ReferenceEquals(from, to))
        {
            _array = to;
            ArrayPool<byte>.Shared.Return(from);
        }
    }
}
