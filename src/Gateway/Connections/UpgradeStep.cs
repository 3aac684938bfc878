using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Sws.Gateway.Diagnostics;
using Sws.Gateway.Proxies;
using Sws.Grains.Hubs;
using Sws.Protocol.WebSockets;

namespace Sws.Gateway.Connections;

/// <summary>The HTTP part of a connection: reads the upgrade request and answers it.</summary>
internal sealed class UpgradeStep(HubCatalog hubs, ConnectionMetrics metrics, ClientAddresses addresses)
{
    /// <summary>Whether a peer may be a proxy that names its client in the request.</summary>
    public bool MayForward(IPAddress peer) => addresses.MayForward(peer);

    /// <summary>Reads and answers the upgrade.</summary>
    /// <param name="connection">A new connection.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <returns>What the client asks for, or null when it was refused or went away.</returns>
    public async Task<(UpgradeRequest Request, ClientUrl Url)?> RunAsync(SwsConnection connection, PipeWriter output)
    {
        (UpgradeRequest? request, UpgradeRefusal? refusal) = await ReadAsync(connection);
        ClientUrl? url = null;
        refusal ??= request is null ? null : addresses.Resolve(connection, request);
        refusal ??= request is null ? null : ClientUrl.TryParse(request, hubs, out url);
        if (refusal is not null)
        {
            metrics.Refused(refusal);
            UpgradeResponse.WriteRefusal(output, refusal);
            await output.FlushAsync();
            return null;
        }

        if (url is null)
        {
            return null;
        }

        UpgradeResponse.WriteAccept(output, request!.Key, url.AcceptedProtocol);
        await output.FlushAsync();
        return (request, url);
    }

    private async Task<(UpgradeRequest? Request, UpgradeRefusal? Refusal)> ReadAsync(SwsConnection connection)
    {
        UpgradeRequestParser parser = new(addresses.Header);
        while (true)
        {
            ReadResult result = await connection.Input.ReadAsync();
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (result.IsCanceled)
            {
                connection.Input.AdvanceTo(buffer.Start);
                return (null, UpgradeRefusal.Timeout);
            }

            // Kestrel's parser keeps no bytes of its own, so the head is bounded by what it leaves in the buffer.
            bool isHttp = parser.TryParse(ref buffer);
            connection.Input.AdvanceTo(buffer.Start, parser.IsComplete ? buffer.Start : buffer.End);
            if (!isHttp)
            {
                return (null, UpgradeRefusal.BadRequest);
            }

            if (parser.IsComplete)
            {
                UpgradeRefusal? refusal = parser.Check(out UpgradeRequest? request);
                return (request, refusal);
            }

            if (parser.BytesRead + buffer.Length > UpgradeRequestParser.MaxHeadBytes)
            {
                return (null, UpgradeRefusal.TooLarge);
            }

            if (result.IsCompleted)
            {
                return (null, null);
            }
        }
    }

    /// <summary>The mask rule for a client: browsers always mask, the reference clients outside browsers never do.</summary>
    public static MaskRule MaskRuleFor(UpgradeRequest request) => request.HasOrigin ? MaskRule.Required : MaskRule.Optional;
}
