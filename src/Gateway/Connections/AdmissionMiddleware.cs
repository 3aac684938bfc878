using System.Net;
using Microsoft.AspNetCore.Connections;
using Sws.Gateway.Diagnostics;
using Sws.Gateway.Limits;
using Sws.Gateway.Proxies;

namespace Sws.Gateway.Connections;

/// <summary>
/// Gives connections their place ahead of TLS: one that never ends its TLS handshake must count for the limits, and one too
/// many must not cost a key agreement. Whoever is refused here is cut off, since there is no TLS yet to say why in.
/// </summary>
internal sealed class AdmissionMiddleware(AdmissionControl admission, ClientAddresses addresses, ConnectionMetrics metrics, TimeProvider time)
{
    /// <summary>Serves one connection.</summary>
    /// <param name="connection">The connection, accepted, its PROXY header read where there is one.</param>
    /// <param name="next">What comes behind.</param>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        // Where a PROXY header came first, the time it took counts.
        long accepted = connection.Features.Get<ProxiedConnection>()?.AcceptedTimestamp ?? time.GetTimestamp();
        IPAddress address = SwsConnection.AddressOf(connection);
        using AdmissionTicket ticket = admission.Enter(address, addresses.MayForward(address));
        if (ticket.Refusal is { } refusal)
        {
            metrics.Refused(refusal);
            return;
        }

        connection.Features.Set(new AdmittedConnection(ticket, accepted));
        await next(connection);
    }
}
