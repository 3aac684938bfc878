using System.Security.Cryptography;
using Sws.Protocol;

namespace Sws.Client.Trust;

/// <summary>One known public key.</summary>
internal sealed class PinnedServer : ServerTrust
{
    private const int KeyBytes = 32;
    private readonly byte[] _publicKey;

    public PinnedServer(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != KeyBytes)
        {
            throw new ArgumentException($"A box public key has {KeyBytes} bytes.", nameof(publicKey));
        }

        _publicKey = publicKey.ToArray();
    }

    internal override bool NeedsCertificate => false;

    internal override ServerVerifier CreateVerifier(Uri url, TimeProvider time) => new Verifier(_publicKey);

    private sealed class Verifier(byte[] publicKey) : ServerVerifier
    {
        protected override CloseReason? Judge(ReadOnlySpan<byte> serverPublicKey, ReadOnlySpan<byte> certificateJson)
            => CryptographicOperations.FixedTimeEquals(publicKey, serverPublicKey) ? null : CloseReason.CertificateKeyMismatch;
    }
}
