using System.Buffers.Binary;

namespace Sws.Protocol.WebSockets;

/// <summary>A checked frame header (RFC 6455, section 5.2).</summary>
internal readonly struct FrameHeader
{
    private const int FinBit = 0x80;
    private const int ReservedBits = 0x70;
    private const int OpcodeBits = 0x0F;
    private const int MaskBit = 0x80;
    private const int LengthBits = 0x7F;
    private const int Length16 = 126;

    private FrameHeader(WebSocketOpcode opcode, bool fin, byte length, int payloadLength, bool masked, uint maskKey)
    {
        Opcode = opcode;
        Fin = fin;
        Length = length;
        PayloadLength = payloadLength;
        Masked = masked;
        MaskKey = maskKey;
    }

    public WebSocketOpcode Opcode { get; }

    public bool Fin { get; }

    /// <summary>The length of the header itself, 2 to 14 bytes.</summary>
    public byte Length { get; }

    public int PayloadLength { get; }

    public bool Masked { get; }

    /// <summary>The mask key, most significant byte first on the wire; zero when not masked.</summary>
    public uint MaskKey { get; }

    /// <summary>Whether the frame is a message of its own: a control frame, or data in a single frame.</summary>
    public bool IsWhole => Fin && Opcode != WebSocketOpcode.Continuation;

    /// <summary>
    /// Parses as far as the bytes go and refuses at the first byte that shows a mistake, so that nobody waits, or keeps memory, for a frame
    /// that will be refused.
    /// </summary>
    /// <returns><see cref="ReadStatus.Message"/> when the header is whole.</returns>
    public static ReadStatus Parse(ReadOnlySpan<byte> bytes, in FrameRules rules, out FrameHeader header, out CloseReason? failure)
    {
        header = default;
        failure = null;
        if (bytes.IsEmpty)
        {
            return ReadStatus.NeedMoreData;
        }
        failure = CheckFirst(bytes[0], rules.InMessage);
        if (failure is null && bytes.Length > 1)
        {
            failure = CheckSecond(bytes[0], bytes[1], rules.Mask);
        }
        if (failure is not null)
        {
            return ReadStatus.Failed;
        }
        if (bytes.Length < 2 || !TryReadLength(bytes, out var payloadLength, out var length, out failure))
        {
            return failure is null ? ReadStatus.NeedMoreData : ReadStatus.Failed;
        }
        var opcode = (WebSocketOpcode)(bytes[0] & OpcodeBits);
        if (opcode < WebSocketOpcode.Close && (long)payloadLength > rules.Room)
        {
            failure = CloseReason.MessageTooBig;
            return ReadStatus.Failed;
        }
        var masked = (bytes[1] & MaskBit) != 0;
        uint maskKey = 0;
        if (masked && !BinaryPrimitives.TryReadUInt32BigEndian(bytes[length..], out maskKey))
        {
            return ReadStatus.NeedMoreData;
        }
        length += masked ? sizeof(uint) : 0;
        header = new FrameHeader(opcode, (bytes[0] & FinBit) != 0, (byte)length, (int)payloadLength, masked, maskKey);
        return ReadStatus.Message;
    }

    private static CloseReason? CheckFirst(int first, bool inMessage)
    {
        if ((first & ReservedBits) != 0)
        {
            return CloseReason.FrameReservedBits;
        }
        return (WebSocketOpcode)(first & OpcodeBits) switch
        {
            WebSocketOpcode.Continuation => inMessage ? null : CloseReason.FrameContinuation,
            WebSocketOpcode.Text or WebSocketOpcode.Binary => inMessage ? CloseReason.FrameInterleaved : null,
            WebSocketOpcode.Close or WebSocketOpcode.Ping or WebSocketOpcode.Pong =>
                (first & FinBit) == 0 ? CloseReason.FrameControlFragmented : null,
            _ => CloseReason.FrameOpcode,
        };
    }

    private static CloseReason? CheckSecond(int first, int second, MaskRule rule)
    {
        var masked = (second & MaskBit) != 0;
        if (rule == MaskRule.Required && !masked)
        {
            return CloseReason.FrameUnmasked;
        }
        if (rule == MaskRule.Forbidden && masked)
        {
            return CloseReason.FrameMasked;
        }
        var control = (WebSocketOpcode)(first & OpcodeBits) >= WebSocketOpcode.Close;
        return control && (second & LengthBits) > FrameWriter.MaxControlPayload ? CloseReason.FrameControlTooLong : null;
    }

    /// <summary>Reads the length; false when bytes are missing or, with a failure, when the length is not in its shortest form.</summary>
    private static bool TryReadLength(ReadOnlySpan<byte> bytes, out ulong payloadLength, out int length, out CloseReason? failure)
    {
        failure = null;
        payloadLength = (ulong)(bytes[1] & LengthBits);
        length = 2;
        if (payloadLength < Length16)
        {
            return true;
        }
        if (payloadLength == Length16)
        {
            length = 4;
            if (!BinaryPrimitives.TryReadUInt16BigEndian(bytes[2..], out var length16))
            {
                return false;
            }
            payloadLength = length16;
            failure = length16 < Length16 ? CloseReason.FrameLength : null;
            return failure is null;
        }
        length = 10;
        if (!BinaryPrimitives.TryReadUInt64BigEndian(bytes[2..], out payloadLength))
        {
            return false;
        }
        // The highest bit must be zero (section 5.2), and up to 65535 the 16-bit form is the shortest.
        failure = payloadLength is <= ushort.MaxValue or > long.MaxValue ? CloseReason.FrameLength : null;
        return failure is null;
    }
}
