using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Sws.Protocol.WebSockets;

/// <summary>The key of the upgrade request (RFC 6455, sections 4.1 and 4.2.2): proves that a peer speaks WebSocket, no more.</summary>
public static class UpgradeKey
{
    private const int KeyBytes = 16;
    private const int KeyLength = 24;

    private static ReadOnlySpan<byte> Suffix => "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8;

    /// <summary>Makes a fresh <c>Sec-WebSocket-Key</c> for a client: base64 of 16 random bytes.</summary>
    public static string Create()
    {
        Span<byte> nonce = stackalloc byte[KeyBytes];
        RandomNumberGenerator.Fill(nonce);
        return Convert.ToBase64String(nonce);
    }

    /// <summary>Computes the <c>Sec-WebSocket-Accept</c> that answers a <c>Sec-WebSocket-Key</c>.</summary>
    /// <param name="secWebSocketKey">A key for which <see cref="IsValidKey"/> is true.</param>
    /// <returns>28 characters of base64.</returns>
    /// <exception cref="ArgumentException">The key is not valid.</exception>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 prescribes SHA-1 here; nothing secret depends on it.")]
    public static string Accept(string secWebSocketKey)
    {
        if (!IsValidKey(secWebSocketKey))
        {
            throw new ArgumentException("Not a WebSocket key.", nameof(secWebSocketKey));
        }
        Span<byte> input = stackalloc byte[KeyLength + Suffix.Length];
        Encoding.ASCII.GetBytes(secWebSocketKey, input);
        Suffix.CopyTo(input[KeyLength..]);
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(input, digest);
        return Convert.ToBase64String(digest);
    }

    /// <summary>Tells whether a <c>Sec-WebSocket-Key</c> is base64 of exactly 16 bytes, in 24 characters without white space.</summary>
    /// <param name="key">The value of the header; null counts as not valid.</param>
    public static bool IsValidKey([NotNullWhen(true)] string? key) =>
        key is { Length: KeyLength } && Base64.IsValid(key, out var decodedLength) && decodedLength == KeyBytes;
}
