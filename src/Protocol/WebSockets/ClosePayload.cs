using System.Buffers.Binary;
using System.Text.Unicode;

namespace Sws.Protocol.WebSockets;

/// <summary>The payload of a close frame (RFC 6455, section 5.5.1). The peer's reason text is checked and dropped.</summary>
/// <param name="Code">The peer's status code; null when the frame had no payload.</param>
public readonly record struct ClosePayload(ushort? Code)
{
    /// <summary>Reads the unmasked payload of a close frame.</summary>
    /// <param name="payload">0 to 125 bytes.</param>
    /// <param name="result">The code on success.</param>
    /// <param name="failure">
    /// <see cref="CloseReason.ClosePayload"/> for a single byte or a code that must not be sent, <see cref="CloseReason.TextNotUtf8"/> for
    /// the reason text; null on success.
    /// </param>
    /// <returns>False when the payload is malformed.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out ClosePayload result, out CloseReason? failure)
    {
        result = default;
        failure = null;
        if (payload.IsEmpty)
        {
            return true;
        }
        if (payload.Length is 1 or > FrameWriter.MaxControlPayload)
        {
            failure = CloseReason.ClosePayload;
            return false;
        }
        var code = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (!MayBeSent(code))
        {
            failure = CloseReason.ClosePayload;
            return false;
        }
        if (!Utf8.IsValid(payload[2..]))
        {
            failure = CloseReason.TextNotUtf8;
            return false;
        }
        result = new ClosePayload(code);
        return true;
    }

    // Section 7.4 and the IANA registry it opens: 1004 is reserved, 1005, 1006 and 1015 never travel, 1012-1014 were registered later,
    // 1016-2999 belong to future versions, 3000-4999 to registrations and applications.
    private static bool MayBeSent(ushort code) => code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}
