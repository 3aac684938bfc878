using System.Buffers;
using System.Text;

namespace Sws.Protocol.Messaging.Protobuf;

/// <summary>
/// Writes the protobuf wire format into a pooled buffer. As in proto3, the default value of a field without presence is not written;
/// the <c>Write…</c> methods of nullable values write whatever is not null.
/// </summary>
internal ref struct ProtoWriter
{
    private byte[] _buffer;
    private int _length;

    public ProtoWriter(int expectedLength)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(expectedLength);
    }

    /// <summary>What was written; gives the buffer back.</summary>
    public byte[] Finish()
    {
        var result = _buffer.AsSpan(0, _length).ToArray();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        return result;
    }

    public void WriteNumber(int field, ulong? value)
    {
        if (value is { } number)
        {
            WriteTag(field, WireType.Varint);
            WriteVarint(number);
        }
    }

    /// <summary>An <c>int32</c> without presence. Negative values take ten bytes, as the format wants it.</summary>
    public void WriteInt32(int field, int value)
    {
        if (value != 0)
        {
            WriteNumber(field, (ulong)(long)value);
        }
    }

    public void WriteBool(int field, bool value)
    {
        if (value)
        {
            WriteNumber(field, 1);
        }
    }

    public void WriteString(int field, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        WriteTag(field, WireType.Length);
        WriteVarint((ulong)length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    /// <summary>Writes bytes, also when there are none.</summary>
    public void WriteBytes(int field, ReadOnlySpan<byte> value)
    {
        WriteTag(field, WireType.Length);
        WriteVarint((ulong)value.Length);
        value.CopyTo(Take(value.Length));
    }

    /// <summary>Begins a message within the message.</summary>
    /// <param name="field">Its field number.</param>
    /// <param name="expectedLength">A guess of its length: a good one saves moving the content when the real length is known.</param>
    public ProtoNested Begin(int field, int expectedLength = 0)
    {
        WriteTag(field, WireType.Length);
        var reserved = ProtoVarint.Size((ulong)expectedLength);
        Take(reserved);
        return new ProtoNested(_length, reserved);
    }

    public void End(ProtoNested nested)
    {
        var length = _length - nested.Start;
        var needed = ProtoVarint.Size((ulong)length);
        var shift = needed - nested.Reserved;
        if (shift > 0)
        {
            Take(shift);
        }

        if (shift != 0)
        {
            _buffer.AsSpan(nested.Start, length).CopyTo(_buffer.AsSpan(nested.Start + shift));
            _length = nested.Start + shift + length;
        }

        ProtoVarint.Write(_buffer.AsSpan(nested.Start - nested.Reserved), (ulong)length);
    }

    private void WriteTag(int field, WireType wire) => WriteVarint(((ulong)field << 3) | (ulong)wire);

    private void WriteVarint(ulong value) => ProtoVarint.Write(Take(ProtoVarint.Size(value)), value);

    private Span<byte> Take(int count)
    {
        var start = _length;
        if (_buffer.Length - start < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(start + count, 2 * start));
            _buffer.AsSpan(0, start).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        _length = start + count;
        return _buffer.AsSpan(start, count);
    }
}
