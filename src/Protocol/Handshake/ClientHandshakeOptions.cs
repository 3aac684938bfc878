using Sws.Protocol.Crypto;

namespace Sws.Protocol.Handshake;

/// <summary>How a client shakes hands.</summary>
/// <param name="Version">1 or 2; the server must answer in the same version.</param>
/// <param name="KeyPair">The client's identity; the handshake does not dispose it.</param>
/// <param name="Verifier">Decides whether the server is the right one.</param>
/// <param name="CertificateJson">The certificate to show when the server requires one, UTF-8 JSON; empty for none. It never travels unasked.</param>
public sealed record ClientHandshakeOptions(int Version, BoxKeyPair KeyPair, IServerVerifier Verifier, ReadOnlyMemory<byte> CertificateJson)
{
    /// <summary>The type's name: nothing of the key.</summary>
    public override string ToString() => nameof(ClientHandshakeOptions);
}
