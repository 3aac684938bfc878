namespace Sws.Grains.Interfaces.Sessions;

/// <summary>What a client proved in its handshake, and where it came from.</summary>
/// <param name="PublicKey">The X25519 key it proved to hold, 32 bytes.</param>
/// <param name="CertificateJson">The certificate it showed, UTF-8 JSON as received; empty when it showed none.</param>
/// <param name="Version">SWS version, 1 or 2.</param>
/// <param name="RemoteAddress">Address bytes, 4 or 16; the one behind trusted proxies.</param>
[GenerateSerializer, Immutable, Alias("sws.client-identity")]
public sealed record ClientIdentity(
    [property: Id(0)] byte[] PublicKey,
    [property: Id(1)] byte[] CertificateJson,
    [property: Id(2)] int Version,
    [property: Id(3)] byte[] RemoteAddress);
