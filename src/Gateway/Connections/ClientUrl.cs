using System.Globalization;
using Microsoft.Extensions.Primitives;
using Sws.Grains.Hubs;
using Sws.Protocol.Messaging;

namespace Sws.Gateway.Connections;

/// <summary>What a client's URL asks for: <c>/client/hubs/{hub}?protocol=…&amp;awps_connection_id=…&amp;awps_reconnection_token=…&amp;sws_received=…</c>.</summary>
/// <param name="Hub">The hub.</param>
/// <param name="Codec">The codec of the subprotocol; null for a simple client.</param>
/// <param name="AcceptedProtocol">What to name in the upgrade response: one of those the header offered, or null.</param>
/// <param name="RecoverConnectionId">The session to recover, or null.</param>
/// <param name="RecoveryToken">Its token, or null.</param>
/// <param name="Received">The number of the last direct message that the client has of that session; null when it does not count them.</param>
internal sealed record ClientUrl(
    Hub Hub, IMessageCodec? Codec, string? AcceptedProtocol, string? RecoverConnectionId, string? RecoveryToken, long? Received = null)
{
    private const string Prefix = "/client/hubs/";

    public static UpgradeRefusal? TryParse(UpgradeRequest request, HubCatalog hubs, out ClientUrl? url)
    {
        url = null;
        if (!request.Path.StartsWith(Prefix, StringComparison.Ordinal)
            || !hubs.TryGet(Uri.UnescapeDataString(request.Path[Prefix.Length..]), out Hub? hub))
        {
            return UpgradeRefusal.UnknownHub;
        }

        // Browsers that run the reference client cannot name a subprotocol, so the query decides when both are there.
        string? queried = Single(request, "protocol");
        IMessageCodec? codec = queried is null ? null : MessageCodecs.Get(queried);
        if (queried is not null && codec is null)
        {
            return UpgradeRefusal.UnknownProtocol;
        }

        codec ??= request.Protocols.Select(MessageCodecs.Get).FirstOrDefault(offered => offered is not null);
        string? accepted = codec is not null && request.Protocols.Contains(codec.Name) ? codec.Name : null;
        bool counts = long.TryParse(Single(request, "sws_received"), NumberStyles.None, CultureInfo.InvariantCulture, out long received);
        url = new ClientUrl(
            hub, codec, accepted, Single(request, "awps_connection_id"), Single(request, "awps_reconnection_token"), counts ? received : null);
        return null;
    }

    private static string? Single(UpgradeRequest request, string key) =>
        request.Query.TryGetValue(key, out StringValues values) && values.Count == 1 && values[0]!.Length > 0 ? values[0] : null;
}
