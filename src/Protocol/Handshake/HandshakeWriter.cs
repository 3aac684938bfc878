namespace Sws.Protocol.Handshake;

/// <summary>
/// Writes handshake messages: the members in the order, and without the spaces, in which the reference writes them, into one array each.
/// </summary>
internal static class HandshakeWriter
{
    // The longest fixed part, ServerHello's, has 62 bytes.
    private const int FixedBytes = 80;

    internal static ReadOnlyMemory<byte> ClientHello(int version, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> nonce) =>
        Write(HandshakeOpcode.ClientHello, version, ",\"client_public_key\":"u8, publicKey, ",\"nonce\":"u8, nonce);

    internal static ReadOnlyMemory<byte> ServerHello(int version, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> box) =>
        Write(HandshakeOpcode.ServerHello, version, ",\"server_public_key\":"u8, publicKey, ",\"s_blackbox_a\":"u8, box);

    internal static ReadOnlyMemory<byte> ClientReady(int version, ReadOnlySpan<byte> box) =>
        Write(HandshakeOpcode.ClientReady, version, ",\"s_blackbox_a\":"u8, box, default, default);

    private static ReadOnlyMemory<byte> Write(
        HandshakeOpcode opcode,
        int version,
        ReadOnlySpan<byte> firstName,
        ReadOnlySpan<byte> first,
        ReadOnlySpan<byte> secondName,
        ReadOnlySpan<byte> second)
    {
        byte[] text = new byte[FixedBytes + JsonBytes.MaxTextLength(first.Length) + JsonBytes.MaxTextLength(second.Length)];
        int position = Append(text, 0, "{\"opc\":0,\"version\":0"u8);
        text["{\"opc\":".Length] += (byte)opcode;
        text[position - 1] += (byte)version;
        position = Append(text, position, firstName);
        position += JsonBytes.Write(first, text.AsSpan(position));
        if (!secondName.IsEmpty)
        {
            position = Append(text, position, secondName);
            position += JsonBytes.Write(second, text.AsSpan(position));
        }

        text[position++] = (byte)'}';
        return text.AsMemory(0, position);
    }

    private static int Append(Span<byte> text, int position, ReadOnlySpan<byte> part)
    {
        part.CopyTo(text[position..]);
        return position + part.Length;
    }
}
