using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sws.Protocol.Crypto;

/// <summary>An Ed25519 key pair. The secret half is zeroed by <see cref="Dispose"/>.</summary>
/// <remarks>Reference: RFC 8032. Using a pair after it was disposed throws.</remarks>
public sealed class SigningKeyPair : IDisposable
{
    // Pinned, so that the collector never leaves a copy of a long-lived signing key behind.
    private readonly byte[] _secretKey = GC.AllocateArray<byte>(Signing.SecretKeyBytes, pinned: true);
    private Bytes32 _publicKey;
    private bool _disposed;

    private SigningKeyPair()
    {
    }

    /// <summary>32 bytes.</summary>
    public ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>Makes a new pair from the system's generator.</summary>
    public static SigningKeyPair Generate()
    {
        Span<byte> seed = stackalloc byte[Signing.SeedBytes];
        SecureRandom.Fill(seed);
        SigningKeyPair pair = FromSeed(seed);
        CryptographicOperations.ZeroMemory(seed);
        return pair;
    }

    /// <summary>Makes the pair of a seed.</summary>
    /// <param name="seed">32 bytes; copied.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public static SigningKeyPair FromSeed(ReadOnlySpan<byte> seed)
    {
        Require.Length(seed, Signing.SeedBytes, nameof(seed));
        var pair = new SigningKeyPair();
        _ = Libsodium.SignSeedKeyPair(ref pair._publicKey[0], ref pair._secretKey[0], in MemoryMarshal.GetReference(seed));
        return pair;
    }

    /// <summary>Makes the pair of a secret key as NaCl stores it.</summary>
    /// <param name="secretKey64">64 bytes from a file: seed ‖ public key; copied.</param>
    /// <param name="pair">The pair, or null.</param>
    /// <returns>False when the length is wrong or the second half is not the seed's public key: signing with such a pair would give the seed away.</returns>
    public static bool TryFromSecretKey(ReadOnlySpan<byte> secretKey64, out SigningKeyPair? pair)
    {
        pair = null;
        if (secretKey64.Length != Signing.SecretKeyBytes)
        {
            return false;
        }

        SigningKeyPair candidate = FromSeed(secretKey64[..Signing.SeedBytes]);
        if (!candidate.PublicKey.SequenceEqual(secretKey64[Signing.SeedBytes..]))
        {
            candidate.Dispose();
            return false;
        }

        pair = candidate;
        return true;
    }

    /// <summary>Signs a message.</summary>
    /// <param name="message">Any length.</param>
    /// <param name="signature64">64 bytes.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="ObjectDisposedException">The pair was disposed.</exception>
    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature64)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Signing.Sign(message, _secretKey, signature64);
    }

    /// <summary>Copies the 64-byte secret key out, to be written to a key file. The caller zeroes the copy.</summary>
    /// <param name="destination">64 bytes.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    /// <exception cref="ObjectDisposedException">The pair was disposed.</exception>
    public void CopySecretKey(Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Require.Length(destination, Signing.SecretKeyBytes, nameof(destination));
        _secretKey.CopyTo(destination);
    }

    /// <summary>Zeroes the secret key.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_secretKey);
    }

    /// <summary>The type's name: nothing of the key.</summary>
    public override string ToString() => nameof(SigningKeyPair);
}
