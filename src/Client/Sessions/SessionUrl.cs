using System.Globalization;
using Sws.Protocol.Messaging;

namespace Sws.Client.Sessions;

/// <summary>The URL of one attempt: what a client says before it can say anything.</summary>
internal static class SessionUrl
{
    public static Uri Build(Uri hub, IMessageCodec codec, SessionMemory session)
    {
        var query = $"protocol={Uri.EscapeDataString(codec.Name)}";
        if (session.CanRecover)
        {
            query += $"&awps_connection_id={Uri.EscapeDataString(session.ConnectionId!)}"
                + $"&awps_reconnection_token={Uri.EscapeDataString(session.ReconnectionToken!)}"
                + string.Create(CultureInfo.InvariantCulture, $"&sws_received={session.Received}");
        }

        var builder = new UriBuilder(hub) { Fragment = string.Empty };
        builder.Query = builder.Query.Length > 1 ? $"{builder.Query[1..]}&{query}" : query;
        return builder.Uri;
    }
}
