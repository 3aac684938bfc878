namespace Sws.Protocol.Handshake;

/// <summary>What a server accepts at one endpoint.</summary>
/// <param name="Versions">The versions allowed.</param>
/// <param name="RequireCertificate">
/// Whether clients must show a certificate. Version 1 cannot carry one, so with true it is refused even if listed:
/// otherwise whoever rewrites the hello's version would get past the requirement.
/// </param>
public sealed record ServerHandshakePolicy(SwsVersions Versions, bool RequireCertificate)
{
    internal bool Allows(int version) => version switch
    {
        1 => !RequireCertificate && Versions.HasFlag(SwsVersions.V1),
        2 => Versions.HasFlag(SwsVersions.V2),
        _ => false,
    };
}
