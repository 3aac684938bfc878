using Sws.Protocol.Certificates;

namespace Sws.Grains.Trust;

/// <summary>The authority that certifies the edges' keys. Only silos have one.</summary>
/// <param name="authority">The authority; null when this cluster speaks version 1 only.</param>
public sealed class ClusterAuthority(CertificateAuthority? authority)
{
    /// <summary>The authority with its signing key, or null.</summary>
    public CertificateAuthority? Authority { get; } = authority;
}
