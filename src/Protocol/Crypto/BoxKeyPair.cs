using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sws.Protocol.Crypto;

/// <summary>
/// An X25519 key pair for NaCl's <c>crypto_box</c>. The secret half is zeroed by <see cref="Dispose"/>.
/// </summary>
/// <remarks>
/// References: RFC 7748 and <see href="https://nacl.cr.yp.to/box.html"/>. Using a pair after it was disposed throws.
/// The collector may move the object and leave a copy of the secret behind in freed memory. For a pair that lives for one handshake its short
/// life is the protection; one that lives longer is made by <see cref="GeneratePinned"/>, whose secret never moves.
/// </remarks>
public sealed class BoxKeyPair : IDisposable
{
    /// <summary>Bytes of a public key, of a secret key and of a shared key.</summary>
    public const int KeyBytes = 32;

    private Bytes32 _publicKey;
    private Bytes32 _secretKey;

    // The secret of a pair that lives long, where the collector does not move it; then the field above is not used.
    private byte[]? _pinned;
    private bool _disposed;

    private BoxKeyPair()
    {
    }

    /// <summary>32 bytes, little-endian Montgomery u.</summary>
    public ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>Makes a new pair from the system's generator.</summary>
    public static BoxKeyPair Generate()
    {
        var pair = new BoxKeyPair();
        SecureRandom.Fill(pair._secretKey);
        pair.DerivePublicKey();
        return pair;
    }

    /// <summary>Makes a new pair whose secret is kept where the collector never moves it: costlier, for pairs that live long.</summary>
    public static BoxKeyPair GeneratePinned()
    {
        var pair = new BoxKeyPair { _pinned = GC.AllocateArray<byte>(KeyBytes, pinned: true) };
        SecureRandom.Fill(pair._pinned);
        pair.DerivePublicKey();
        return pair;
    }

    /// <summary>Makes the pair of a known secret key.</summary>
    /// <param name="secretKey">32 bytes; copied.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public static BoxKeyPair FromSecretKey(ReadOnlySpan<byte> secretKey)
    {
        Require.Length(secretKey, KeyBytes, nameof(secretKey));
        var pair = new BoxKeyPair();
        secretKey.CopyTo(pair._secretKey);
        pair.DerivePublicKey();
        return pair;
    }

    /// <summary>
    /// Whether this is the one spelling of its point: bit 255 clear and the number below p = 2²⁵⁵ − 19.
    /// X25519 ignores the difference, so without this check one peer could appear under many keys.
    /// </summary>
    /// <param name="publicKey">32 bytes; any other length is not canonical.</param>
    public static bool IsCanonical(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != KeyBytes)
        {
            return false;
        }

        ulong top = BinaryPrimitives.ReadUInt64LittleEndian(publicKey[24..]);
        return top < 0x7fff_ffff_ffff_ffff
            || (top == 0x7fff_ffff_ffff_ffff
                && (BinaryPrimitives.ReadUInt64LittleEndian(publicKey[16..]) != ulong.MaxValue
                    || BinaryPrimitives.ReadUInt64LittleEndian(publicKey[8..]) != ulong.MaxValue
                    || BinaryPrimitives.ReadUInt64LittleEndian(publicKey) < 0xffff_ffff_ffff_ffed));
    }

    /// <summary>Computes the key this pair and a peer's public key share (<c>crypto_box_beforenm</c>), for use with <see cref="SecretBox"/>.</summary>
    /// <param name="peerPublicKey">32 bytes from the peer.</param>
    /// <param name="sharedKey32">32 bytes; zeroed when the result is false.</param>
    /// <returns>False for a low-order key, whose shared secret anybody knows.</returns>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="ObjectDisposedException">The pair was disposed.</exception>
    public bool TryShare(ReadOnlySpan<byte> peerPublicKey, Span<byte> sharedKey32)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Require.Length(peerPublicKey, KeyBytes, nameof(peerPublicKey));
        Require.Length(sharedKey32, KeyBytes, nameof(sharedKey32));
        int failed = Libsodium.BoxBeforeNm(
            ref MemoryMarshal.GetReference(sharedKey32), in MemoryMarshal.GetReference(peerPublicKey), in Secret[0]);
        if (failed != 0)
        {
            CryptographicOperations.ZeroMemory(sharedKey32);
        }

        return failed == 0;
    }

    /// <summary>Copies the secret key out, to be written to a key file. The caller zeroes the copy.</summary>
    /// <param name="destination">32 bytes.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    /// <exception cref="ObjectDisposedException">The pair was disposed.</exception>
    public void CopySecretKey(Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Require.Length(destination, KeyBytes, nameof(destination));
        Secret.CopyTo(destination);
    }

    /// <summary>Zeroes the secret key.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_secretKey);
        CryptographicOperations.ZeroMemory(_pinned);
    }

    /// <summary>The type's name: nothing of the key.</summary>
    public override string ToString() => nameof(BoxKeyPair);

    private ReadOnlySpan<byte> Secret => _pinned is { } pinned ? pinned : _secretKey;

    private void DerivePublicKey() => _ = Libsodium.ScalarMultBase(ref _publicKey[0], in Secret[0]);
}
