using System.Net;
using Sws.Gateway.Connections;
using Sws.Gateway.Limits;
using Sws.Gateway.Options;

namespace Sws.Gateway.Proxies;

/// <summary>Whose address counts for a connection: rates, certificates and rules go by the client's, not by its proxy's.</summary>
internal sealed class ClientAddresses(ProxySettings settings, AddressRateLimiter rates)
{
    /// <summary>The header to read in upgrade requests.</summary>
    public ForwardedHeader Header => settings.HeaderInUse;

    /// <summary>Whether the peer may be a proxy that names its client in the upgrade request, so that rates are for later.</summary>
    public bool MayForward(IPAddress peer) => settings.HeaderInUse != ForwardedHeader.Off && settings.IsProxy(peer);

    /// <summary>Takes the client's address from the request, where the peer is a proxy.</summary>
    /// <returns>Why the request is refused, or null.</returns>
    public UpgradeRefusal? Resolve(SwsConnection connection, UpgradeRequest request)
    {
        if (!MayForward(connection.RemoteAddress))
        {
            return null;
        }

        if (request.Forwarded is { } lines)
        {
            if (ForwardedList.FindClient(lines, settings.HeaderInUse, settings) is not { } client)
            {
                return UpgradeRefusal.BadForwarded;
            }

            connection.RemoteAddress = client;
        }

        return rates.TryAcquire(connection.RemoteAddress) ? null : UpgradeRefusal.TooManyRequests;
    }
}
