using System.Text;
using Sws.Protocol.Crypto;

namespace Sws.Protocol.Tests.Handshake;

/// <summary>Handshake texts written by hand, so that any part of them can be wrong.</summary>
internal static class Messages
{
    internal static readonly byte[] Nonce = [1, 2, 3, 4, 5, 6, 7, 8];

    internal static string Array(ReadOnlySpan<byte> bytes) => $"[{string.Join(',', bytes.ToArray())}]";

    internal static byte[] Hello(string publicKey, string nonce = "[1,2,3,4,5,6,7,8]", string version = "1", string opcode = "0") =>
        Utf8($$"""{"opc":{{opcode}},"version":{{version}},"client_public_key":{{publicKey}},"nonce":{{nonce}}}""");

    internal static byte[] Hello(BoxKeyPair client, int version = 1, byte[]? nonce = null) =>
        Hello(Array(client.PublicKey), Array(nonce ?? Nonce), version.ToString(System.Globalization.CultureInfo.InvariantCulture));

    internal static byte[] ServerHello(string publicKey, string box, string version = "1", string opcode = "1") =>
        Utf8($$"""{"opc":{{opcode}},"version":{{version}},"server_public_key":{{publicKey}},"s_blackbox_a":{{box}}}""");

    internal static byte[] Ready(string box, string version = "1", string opcode = "2") =>
        Utf8($$"""{"opc":{{opcode}},"version":{{version}},"s_blackbox_a":{{box}}}""");

    /// <summary>The box of nonce ‖ key ‖ JSON, as an honest peer makes it.</summary>
    internal static byte[] Box(BoxKeyPair own, ReadOnlySpan<byte> peer, ReadOnlySpan<byte> nonce8, ReadOnlySpan<byte> plaintext)
    {
        byte[] shared = new byte[32];
        Assert.True(own.TryShare(peer, shared));
        byte[] box = [.. new byte[16], .. plaintext];
        SecretBox.Seal(box, [.. nonce8, .. nonce8, .. nonce8], shared);
        return box;
    }

    /// <summary>What is in a box that the other side made.</summary>
    internal static byte[] Open(BoxKeyPair own, ReadOnlySpan<byte> peer, ReadOnlySpan<byte> nonce8, ReadOnlySpan<byte> box)
    {
        byte[] shared = new byte[32];
        Assert.True(own.TryShare(peer, shared));
        byte[] plaintext = new byte[box.Length - 16];
        Assert.True(SecretBox.TryOpen(box, [.. nonce8, .. nonce8, .. nonce8], shared, plaintext));
        return plaintext;
    }

    /// <summary>A box's plaintext: nonce 11…18, key 100…131, then the JSON.</summary>
    internal static byte[] Plaintext(string json = "") =>
        [.. Enumerable.Range(11, 8).Select(i => (byte)i), .. Enumerable.Range(100, 32).Select(i => (byte)i), .. Utf8(json)];

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
