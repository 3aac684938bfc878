using System.Text.Unicode;

namespace Sws.Protocol.Handshake;

/// <summary>Reads handshake messages. Unknown members are checked as JSON and otherwise ignored.</summary>
internal static class HandshakeReader
{
    /// <summary>Reads a message up to, but not including, the judgement whether it is expected now and whether its arrays are there.</summary>
    /// <param name="text">The text message as it came.</param>
    /// <param name="publicKeyName">The name of the peer's public key.</param>
    /// <param name="box">Room for the box; <see cref="MaxBoxBytes"/> of the text is always enough.</param>
    /// <param name="fields">What it says; meaningful when the result is null.</param>
    /// <returns>Null, or why the message is refused.</returns>
    internal static CloseReason? Read(ReadOnlySpan<byte> text, ReadOnlySpan<byte> publicKeyName, Span<byte> box, out HandshakeFields fields)
    {
        fields = new HandshakeFields { BoxLength = -1 };
        if (text.Length > HandshakeLimits.MaxTextBytes)
        {
            return CloseReason.HandshakeTooBig;
        }

        if (!Utf8.IsValid(text))
        {
            return CloseReason.TextNotUtf8;
        }

        int opcode = -1;
        int version = -1;
        var scanner = new JsonScanner(text);
        var keys = default(JsonKeySet);
        bool first = true;
        _ = scanner.TryEnterObject();
        while (scanner.TryNextMember(ref keys, ref first, out ReadOnlySpan<byte> key))
        {
            // An escaped spelling of a known key counts as a duplicate of it, but is not understood: nobody sends one.
            _ = key switch
            {
                _ when key.SequenceEqual("opc"u8) => TryReadDigit(ref scanner, out opcode),
                _ when key.SequenceEqual("version"u8) => TryReadDigit(ref scanner, out version),
                _ when key.SequenceEqual("nonce"u8) => TryReadExactly(ref scanner, fields.Nonce, out fields.HasNonce),
                _ when key.SequenceEqual(publicKeyName) => TryReadExactly(ref scanner, fields.PublicKey, out fields.HasPublicKey),
                _ when key.SequenceEqual("s_blackbox_a"u8) => TryReadBox(ref scanner, box, out fields.BoxLength),
                _ => scanner.TryReadValue(out _),
            };
        }

        _ = scanner.TryEnd();
        fields.Opcode = (HandshakeOpcode)opcode;
        fields.Version = version;
        return scanner.Fault switch
        {
            JsonFault.None when opcode is < 0 or > (int)HandshakeOpcode.ClientReady => CloseReason.HandshakeOpcode,
            JsonFault.None when version is not (1 or 2) => CloseReason.HandshakeVersion,
            JsonFault.None => null,
            JsonFault.DuplicateKey => CloseReason.HandshakeDuplicateKey,
            JsonFault.TooDeep => CloseReason.HandshakeTooDeep,
            JsonFault.TooManyMembers => CloseReason.HandshakeTooBig,
            _ => CloseReason.HandshakeNotJson,
        };
    }

    /// <summary>Most bytes a box in a text of this length can have: one digit and one comma each.</summary>
    internal static int MaxBoxBytes(int textLength) => Math.Min(textLength, HandshakeLimits.MaxTextBytes) / 2;

    // Exactly one digit; 1.0, 1e0 and "1" are not how any peer writes it.
    private static bool TryReadDigit(ref JsonScanner scanner, out int value)
    {
        bool valid = scanner.TryReadValue(out ReadOnlySpan<byte> raw);
        value = raw.Length == 1 && char.IsAsciiDigit((char)raw[0]) ? raw[0] - '0' : -1;
        return valid;
    }

    private static bool TryReadExactly(ref JsonScanner scanner, scoped Span<byte> bytes, out bool exact)
    {
        bool read = scanner.TryReadBytes(bytes, out int count);
        exact = read && count == bytes.Length;
        return read || scanner.TryReadValue(out _);
    }

    private static bool TryReadBox(ref JsonScanner scanner, Span<byte> box, out int length)
    {
        bool read = scanner.TryReadBytes(box, out int count);
        length = read ? count : -1;
        return read || scanner.TryReadValue(out _);
    }
}
