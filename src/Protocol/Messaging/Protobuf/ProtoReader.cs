using System.Text.Unicode;

namespace Sws.Protocol.Messaging.Protobuf;

/// <summary>
/// Reads the protobuf wire format (https://protobuf.dev/programming-guides/encoding/). Every method returns false, and never throws, at
/// truncated or invalid input.
/// </summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> bytes)
{
    private readonly int _length = bytes.Length;
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Index of the next byte.</summary>
    public readonly int Position => _length - _rest.Length;

    /// <summary>Reads a field number (1 or more) and its wire type.</summary>
    public bool TryReadTag(out int field, out WireType wire)
    {
        var valid = TryReadVarint(out var tag) && tag <= uint.MaxValue;
        field = valid ? (int)(tag >> 3) : 0;
        wire = (WireType)(tag & 7);
        return field > 0;
    }

    public bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (var index = 0; index < _rest.Length && index < 10; index++)
        {
            var part = _rest[index];
            if (index == 9 && part > 1)
            {
                return false;
            }

            value |= (ulong)(part & 0x7F) << (7 * index);
            if (part < 0x80)
            {
                _rest = _rest[(index + 1)..];
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a length and that many bytes.</summary>
    public bool TryReadBytes(out ReadOnlySpan<byte> value)
    {
        value = default;
        return TryReadVarint(out var length) && TryTake(length, out value);
    }

    /// <summary>Reads a length and that many bytes, which must be UTF-8.</summary>
    public bool TryReadUtf8(out ReadOnlySpan<byte> value) => TryReadBytes(out value) && Utf8.IsValid(value);

    /// <summary>Skips the value of an unknown field.</summary>
    public bool TrySkip(WireType wire) => wire switch
    {
        WireType.Varint => TryReadVarint(out _),
        WireType.Fixed64 => TryTake(8, out _),
        WireType.Length => TryReadBytes(out _),
        WireType.Fixed32 => TryTake(4, out _),
        _ => false,
    };

    private bool TryTake(ulong length, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (length > (ulong)_rest.Length)
        {
            return false;
        }

        value = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }
}
