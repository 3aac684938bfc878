using System.Runtime.InteropServices;

namespace Sws.Protocol.Crypto;

/// <summary>
/// NaCl's authenticated encryption: <c>crypto_secretbox_xsalsa20poly1305</c>, laid out as MAC (16 bytes) ‖ ciphertext.
/// With a key from <see cref="BoxKeyPair.TryShare"/> it is <c>crypto_box</c> after precomputation.
/// </summary>
/// <remarks>Reference: <see href="https://nacl.cr.yp.to/secretbox.html"/>.</remarks>
public static class SecretBox
{
    /// <summary>Bytes a box is longer than its plaintext.</summary>
    public const int MacBytes = 16;

    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    /// <summary>Bytes of a nonce.</summary>
    public const int NonceBytes = 24;

    /// <summary>Seals in place.</summary>
    /// <param name="box">On entry <see cref="MacBytes"/> free bytes and then the plaintext; on return the box.</param>
    /// <param name="nonce24">24 bytes, never used before with this key.</param>
    /// <param name="key">32 bytes.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static void Seal(Span<byte> box, ReadOnlySpan<byte> nonce24, ReadOnlySpan<byte> key)
    {
        Require.AtLeast(box.Length, MacBytes, nameof(box));
        Require.Length(nonce24, NonceBytes, nameof(nonce24));
        Require.Length(key, KeyBytes, nameof(key));

        // The plaintext already sits where the ciphertext goes, so libsodium encrypts without moving it.
        _ = Libsodium.SecretBoxEasy(
            ref MemoryMarshal.GetReference(box),
            in MemoryMarshal.GetReference(box[MacBytes..]),
            (ulong)(box.Length - MacBytes),
            in MemoryMarshal.GetReference(nonce24),
            in MemoryMarshal.GetReference(key));
    }

    /// <summary>Opens a box.</summary>
    /// <param name="box">MAC ‖ ciphertext, as the peer sent it; any length.</param>
    /// <param name="nonce24">24 bytes.</param>
    /// <param name="key">32 bytes.</param>
    /// <param name="plaintext">Exactly <c>box.Length − 16</c> bytes (empty when the box is shorter than a MAC); may be <c>box[16..]</c> itself.
    /// Untouched when the box is forged.</param>
    /// <returns>Whether the box is genuine.</returns>
    /// <exception cref="ArgumentException">A length the caller chose is wrong.</exception>
    public static bool TryOpen(ReadOnlySpan<byte> box, ReadOnlySpan<byte> nonce24, ReadOnlySpan<byte> key, Span<byte> plaintext)
    {
        Require.Length(nonce24, NonceBytes, nameof(nonce24));
        Require.Length(key, KeyBytes, nameof(key));
        Require.Length(plaintext, Math.Max(0, box.Length - MacBytes), nameof(plaintext));

        return box.Length >= MacBytes && Libsodium.SecretBoxOpenEasy(
            ref MemoryMarshal.GetReference(plaintext),
            in MemoryMarshal.GetReference(box),
            (ulong)box.Length,
            in MemoryMarshal.GetReference(nonce24),
            in MemoryMarshal.GetReference(key)) == 0;
    }
}
