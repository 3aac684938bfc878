using System.Buffers.Binary;
using System.Text;

namespace Sws.Protocol.WebSockets;

/// <summary>Writes frames (RFC 6455, section 5.2) into the caller's memory. Arguments are this side's own: a wrong one throws.</summary>
public static class FrameWriter
{
    /// <summary>The longest header, in bytes: 2, plus 8 of extended length, plus 4 of mask key.</summary>
    public const int MaxHeaderLength = 14;

    /// <summary>The longest payload of a control frame, in bytes (RFC 6455, section 5.5).</summary>
    public const int MaxControlPayload = 125;

    /// <summary>The longest reason text of a close frame, in bytes: a control payload less the code.</summary>
    public const int MaxCloseText = MaxControlPayload - sizeof(ushort);

    private const byte FinBit = 0x80;
    private const byte MaskBit = 0x80;
    private const byte Length16 = 126;
    private const byte Length64 = 127;

    /// <summary>The length in bytes of the header that <see cref="WriteHeader"/> writes: 2, 4 or 10, and 4 more when masked.</summary>
    /// <param name="payloadLength">The length of the payload in bytes.</param>
    /// <param name="masked">Whether a mask key is written.</param>
    public static int HeaderLength(int payloadLength, bool masked)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        var length = payloadLength switch
        {
            < Length16 => 2,
            <= ushort.MaxValue => 4,
            _ => 10,
        };
        return masked ? length + sizeof(uint) : length;
    }

    /// <summary>Writes a header, with the length in its shortest form. The payload itself is masked by <see cref="Mask"/>.</summary>
    /// <param name="destination">At least <see cref="HeaderLength"/> bytes.</param>
    /// <param name="opcode">The opcode.</param>
    /// <param name="payloadLength">The length of the payload in bytes; at most <see cref="MaxControlPayload"/> for control frames.</param>
    /// <param name="maskKey">The mask key, most significant byte first on the wire; null for an unmasked frame.</param>
    /// <param name="fin">False when more fragments follow; always true for control frames.</param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="ArgumentException">The destination is too short, or a control frame is too long or fragmented.</exception>
    public static int WriteHeader(Span<byte> destination, WebSocketOpcode opcode, int payloadLength, uint? maskKey = null, bool fin = true)
    {
        if (opcode >= WebSocketOpcode.Close && (payloadLength > MaxControlPayload || !fin))
        {
            throw new ArgumentException("A control frame has at most 125 bytes and is never fragmented.", nameof(payloadLength));
        }
        var length = HeaderLength(payloadLength, maskKey.HasValue);
        if (destination.Length < length)
        {
            throw new ArgumentException("The header does not fit.", nameof(destination));
        }
        destination[0] = (byte)((byte)opcode | (fin ? FinBit : 0));
        var maskBit = maskKey.HasValue ? MaskBit : (byte)0;
        switch (payloadLength)
        {
            case < Length16:
                destination[1] = (byte)(maskBit | payloadLength);
                break;
            case <= ushort.MaxValue:
                destination[1] = (byte)(maskBit | Length16);
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadLength);
                break;
            default:
                destination[1] = (byte)(maskBit | Length64);
                BinaryPrimitives.WriteUInt64BigEndian(destination[2..], (ulong)payloadLength);
                break;
        }
        if (maskKey is { } key)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination[(length - sizeof(uint))..], key);
        }
        return length;
    }

    /// <summary>Masks, or unmasks, payload bytes in place (RFC 6455, section 5.3).</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="maskKey">The mask key, most significant byte first on the wire.</param>
    /// <param name="offset">How many bytes of the same frame's payload come before these.</param>
    public static void Mask(Span<byte> payload, uint maskKey, int offset = 0) => PayloadMask.Apply(payload, maskKey, offset);

    /// <summary>Writes a whole close frame.</summary>
    /// <param name="destination">At least <see cref="HeaderLength"/>, plus 2, plus the length of the text.</param>
    /// <param name="code">The status code.</param>
    /// <param name="asciiText">The reason: ASCII, at most <see cref="MaxCloseText"/> characters.</param>
    /// <param name="maskKey">The mask key; null for an unmasked frame.</param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="ArgumentException">The text is too long or not ASCII, or the destination is too short.</exception>
    public static int WriteClose(Span<byte> destination, ushort code, string asciiText, uint? maskKey = null)
    {
        ArgumentNullException.ThrowIfNull(asciiText);
        if (asciiText.Length > MaxCloseText || !Ascii.IsValid(asciiText))
        {
            throw new ArgumentException("A close reason is ASCII of at most 123 characters.", nameof(asciiText));
        }
        var payloadLength = sizeof(ushort) + asciiText.Length;
        if (destination.Length < HeaderLength(payloadLength, maskKey.HasValue) + payloadLength)
        {
            throw new ArgumentException("The frame does not fit.", nameof(destination));
        }
        var headerLength = WriteHeader(destination, WebSocketOpcode.Close, payloadLength, maskKey);
        var payload = destination.Slice(headerLength, payloadLength);
        BinaryPrimitives.WriteUInt16BigEndian(payload, code);
        Encoding.ASCII.GetBytes(asciiText, payload[sizeof(ushort)..]);
        if (maskKey is { } key)
        {
            Mask(payload, key);
        }
        return headerLength + payloadLength;
    }
}
