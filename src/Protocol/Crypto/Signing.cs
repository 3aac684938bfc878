using System.Runtime.InteropServices;

namespace Sws.Protocol.Crypto;

/// <summary>Ed25519 signatures, detached, verified as strictly as libsodium does (no low-order keys, no malleable or non-canonical values).</summary>
/// <remarks>Reference: RFC 8032. Signing keys are held by <see cref="SigningKeyPair"/>.</remarks>
public static class Signing
{
    /// <summary>Bytes of a public key.</summary>
    public const int PublicKeyBytes = 32;

    /// <summary>Bytes of a secret key as NaCl stores it: seed ‖ public key.</summary>
    public const int SecretKeyBytes = 64;

    /// <summary>Bytes of the seed a pair is derived from.</summary>
    public const int SeedBytes = 32;

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureBytes = 64;

    /// <summary>Whether the signature is the key holder's over the message.</summary>
    /// <param name="message">Any length.</param>
    /// <param name="signature">From the peer; any length but 64 bytes is false.</param>
    /// <param name="publicKey">Any length but 32 bytes is false.</param>
    public static bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> publicKey) =>
        signature.Length == SignatureBytes
        && publicKey.Length == PublicKeyBytes
        && Libsodium.SignVerifyDetached(
            in MemoryMarshal.GetReference(signature),
            in MemoryMarshal.GetReference(message),
            (ulong)message.Length,
            in MemoryMarshal.GetReference(publicKey)) == 0;

    /// <summary>Signs with a secret key the caller holds.</summary>
    /// <param name="message">Any length.</param>
    /// <param name="secretKey64">64 bytes: seed ‖ public key.</param>
    /// <param name="signature64">64 bytes.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static void Sign(ReadOnlySpan<byte> message, ReadOnlySpan<byte> secretKey64, Span<byte> signature64)
    {
        Require.Length(secretKey64, SecretKeyBytes, nameof(secretKey64));
        Require.Length(signature64, SignatureBytes, nameof(signature64));
        _ = Libsodium.SignDetached(
            ref MemoryMarshal.GetReference(signature64),
            0,
            in MemoryMarshal.GetReference(message),
            (ulong)message.Length,
            in MemoryMarshal.GetReference(secretKey64));
    }
}
