using Sws.Protocol.Certificates;

namespace Sws.Grains.Trust;

/// <summary>The certificate authorities whose client certificates are accepted.</summary>
/// <param name="store">The trusted authorities.</param>
public sealed class ClientTrust(TrustStore store)
{
    /// <summary>The trusted authorities.</summary>
    public TrustStore Store { get; } = store;
}
