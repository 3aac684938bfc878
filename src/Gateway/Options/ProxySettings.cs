using System.Net;
using Sws.Grains.Hubs;

namespace Sws.Gateway.Options;

/// <summary>Proxies and load balancers in front of the SWS port.</summary>
/// <param name="Trusted">Networks whose word about a client's address is taken.</param>
/// <param name="Protocol">Whether they use the PROXY protocol.</param>
/// <param name="Header">The header they write.</param>
internal sealed record ProxySettings(IReadOnlyList<IPNetwork> Trusted, ProxyProtocolMode Protocol, ForwardedHeader Header)
{
    /// <summary>No proxies.</summary>
    public static ProxySettings None { get; } = new([], ProxyProtocolMode.Off, ForwardedHeader.Off);

    /// <summary>The header to look for; none without proxies to write it.</summary>
    public ForwardedHeader HeaderInUse => Trusted.Count == 0 ? ForwardedHeader.Off : Header;

    /// <summary>Whether an address is a proxy's.</summary>
    public bool IsProxy(IPAddress address) => Trusted.Count > 0 && Trusted.AnyContains(address);
}
