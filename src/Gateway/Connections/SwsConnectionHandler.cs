using Microsoft.AspNetCore.Connections;
using Sws.Gateway.Diagnostics;
using Sws.Gateway.Limits;
using Sws.Gateway.Proxies;
using Sws.Gateway.Sessions;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol;
using Sws.Protocol.Handshake;
using Sws.Protocol.WebSockets;

namespace Sws.Gateway.Connections;

/// <summary>Takes a socket through its life: upgrade, handshake, session, close.</summary>
internal sealed partial class SwsConnectionHandler(
    ConnectionTable table,
    AdmissionControl admission,
    UpgradeStep upgrade,
    IServerIdentitySource identities,
    HoldQueue holds,
    SessionRegistry sessions,
    ConnectionServices services) : ConnectionHandler
{
    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        // Where a PROXY header or TLS came first, the time it took counts.
        AdmittedConnection? admitted = connection.Features.Get<AdmittedConnection>();
        long? accepted = admitted?.AcceptedTimestamp ?? connection.Features.Get<ProxiedConnection>()?.AcceptedTimestamp;
        long now = accepted is { } timestamp ? table.ToMs(timestamp) : table.NowMs;
        using SwsConnection socket = new(connection, now, now + (long)services.Settings.Timeouts.Handshake.TotalMilliseconds)
        {
            DeadlineReason = CloseReason.HandshakeTimeout,
        };

        // :: Step 1: is there room? With TLS that was asked ahead of it.
        using AdmissionTicket ticket = admitted?.Ticket ?? admission.Enter(socket.RemoteAddress, upgrade.MayForward(socket.RemoteAddress));
        if (ticket.Refusal is { } refusal)
        {
            services.Metrics.Refused(refusal);
            UpgradeResponse.WriteRefusal(connection.Transport.Output, refusal);
            await connection.Transport.Output.FlushAsync();
            return;
        }

        table.Add(socket);
        try
        {
            if (await AdmitAsync(socket, connection) is var (session, isBrowser))
            {
                await ServeAsync(socket, session, isBrowser, ticket);
            }
        }
        catch (Exception exception) when (exception is IOException or ConnectionAbortedException or OperationCanceledException)
        {
            // The socket is gone; whatever was to be undone has been in the finally blocks on the way here.
        }
        finally
        {
            table.Remove(socket);
        }
    }

    /// <summary>Takes the client to a session. Apart from <see cref="ServeAsync"/> so that an idle session keeps nothing of it in memory.</summary>
    /// <returns>Null for one that was refused, and told so.</returns>
    private async Task<(EdgeSession Session, bool IsBrowser)?> AdmitAsync(SwsConnection socket, ConnectionContext connection)
    {
        // :: Step 2: the HTTP upgrade.
        if (await upgrade.RunAsync(socket, connection.Transport.Output) is not var (request, url))
        {
            return null;
        }

        // :: Step 3: the SWS handshake.
        socket.Reader = new MessageReader(UpgradeStep.MaskRuleFor(request), HandshakeRunner.MaxHandshakeBytes);
        using ServerHandshake handshake = new(new ServerHandshakePolicy(url.Hub.Versions, url.Hub.RequireCertificate), identities);
        using ConnectMeasure measure = services.Metrics.Connecting(url);
        CloseReason? failure = await HandshakeRunner.RunAsync(socket, handshake);
        if (failure is not null)
        {
            measure.Finish(failure, isAuthorisation: false);
            LogHandshakeFailed(services.Logger, failure.Tag);
            await CloseAsync(socket, failure, peerClosed: failure == CloseReason.Normal);
            return null;
        }

        socket.Output.StartRecords(handshake.TakeSealer());
        socket.Reader.MaxMessageBytes = services.Settings.MaxMessageBytes + Protocol.Records.RecordSealer.Overhead;
        ClientIdentity identity = new(
            handshake.ClientPublicKey.ToArray(), handshake.ClientCertificateJson.ToArray(), handshake.Version, socket.RemoteAddress.GetAddressBytes());

        // :: Step 4: authorisation, and a session.
        SessionStart start = await services.Starter.StartAsync(socket, url, identity);
        failure = start.Refusal;
        measure.Finish(failure, isAuthorisation: true);
        if (start.Session is not { } session)
        {
            LogRefused(services.Logger, failure!.Tag);
            await CloseAsync(socket, failure, peerClosed: failure == CloseReason.Normal);
            return null;
        }

        socket.Opener = handshake.TakeOpener();
        return (session, request.HasOrigin);
    }

    private async Task ServeAsync(SwsConnection socket, EdgeSession session, bool isBrowser, AdmissionTicket ticket)
    {
        // :: Step 5: serve.
        socket.DeadlineMs = long.MaxValue;
        socket.DeadlineReason = null;
        table.Authorised(socket);
        socket.LastReceivedMs = table.NowMs;
        ticket.HandshakeDone();
        if (session.Codec is not null)
        {
            // It has been greeted: the greeting waits in the queue for the hold-back to end.
            holds.Add(socket.Output, isBrowser);
        }

        LoopEnd end = LoopEnd.Lost;
        try
        {
            SessionLoop loop = session.Codec is null
                ? new SimpleSessionLoop(socket, session, table)
                : new PubSubSessionLoop(socket, session, table, services.Groups, services.Joiner, services.Commands);
            socket.Loop = loop;
            end = await loop.RunAsync();
        }
        finally
        {
            await sessions.LeaveAsync(session, socket, end, table.NowMs);
        }

        if (end.Reason is { } reason)
        {
            services.Metrics.SessionClosed(reason);
            await CloseAsync(socket, reason, end.PeerClosed);
        }
    }

    private Task CloseAsync(SwsConnection socket, CloseReason reason, bool peerClosed) =>
        socket.CloseAsync(reason, peerClosed, table.NowMs + (long)services.Settings.Timeouts.CloseGrace.TotalMilliseconds);
}
