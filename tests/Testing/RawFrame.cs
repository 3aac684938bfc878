using System.Buffers.Binary;
using System.Text;

namespace Sws.Testing;

/// <summary>
/// One RFC 6455 frame, well-formed or not. Written for tests from the RFC, with nothing shared with the product, so that
/// both cannot be wrong in the same way.
/// </summary>
/// <param name="Opcode">0–15.</param>
/// <param name="Payload">Unmasked.</param>
public sealed record RawFrame(int Opcode, byte[] Payload)
{
    /// <summary>The opcodes of RFC 6455 section 5.2.</summary>
    public const int Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10;

    private static readonly byte[] MaskKey = [0x37, 0xfa, 0x21, 0x3d];

    /// <summary>The last frame of its message.</summary>
    public bool Fin { get; init; } = true;

    /// <summary>The three reserved bits, 0–7.</summary>
    public int Reserved { get; init; }

    /// <summary>Whether the payload travels masked, as browsers send it.</summary>
    public bool Masked { get; init; }

    /// <summary>The bytes of the length that this frame claims: 0 = the shortest form, else 2 or 8 whatever the length.</summary>
    public int LengthBytes { get; init; }

    /// <summary>A length to claim instead of the payload's.</summary>
    public ulong? ClaimedLength { get; init; }

    /// <summary>The code of a close frame; null without one.</summary>
    public int? CloseCode => Payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(Payload) : null;

    /// <summary>The reason of a close frame.</summary>
    public string CloseText => Payload.Length > 2 ? Encoding.UTF8.GetString(Payload.AsSpan(2)) : "";

    /// <summary>A text frame.</summary>
    public static RawFrame OfText(string text) => new(Text, Encoding.UTF8.GetBytes(text));

    /// <summary>A close frame with a code and a reason.</summary>
    public static RawFrame OfClose(int code, string text = "") =>
        new(Close, [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(text)]);

    /// <summary>The frame on the wire.</summary>
    public byte[] ToBytes()
    {
        var length = ClaimedLength ?? (ulong)Payload.Length;
        var mask = Masked ? 0x80 : 0;
        var bytes = new List<byte>(Payload.Length + 14) { (byte)((Fin ? 0x80 : 0) | (Reserved << 4) | Opcode) };
        var form = LengthBytes > 0 ? LengthBytes : length < 126 ? 0 : length <= ushort.MaxValue ? 2 : 8;
        bytes.Add((byte)(mask | (form == 0 ? (int)length : form == 2 ? 126 : 127)));
        for (var shift = (form - 1) * 8; shift >= 0; shift -= 8)
        {
            bytes.Add((byte)(length >> shift));
        }

        if (!Masked)
        {
            bytes.AddRange(Payload);
            return [.. bytes];
        }

        bytes.AddRange(MaskKey);
        bytes.AddRange(Payload.Select((value, index) => (byte)(value ^ MaskKey[index & 3])));
        return [.. bytes];
    }
}
