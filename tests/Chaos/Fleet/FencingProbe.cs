using System.Globalization;
using System.Net;
using Sws.Chaos.History;
using Sws.Chaos.Network;
using Sws.Client;
using Sws.Protocol.Messaging;
using Sws.Testing;

namespace Sws.Chaos.Fleet;

/// <summary>
/// One session, two sockets: the first is frozen while it looks alive to its edge, the second takes the session over elsewhere, then the
/// first thaws. It counts its sockets, so the history shows which of them was served.
/// </summary>
internal sealed class FencingProbe : IAsyncDisposable
{
    private static readonly IMessageCodec Codec = MessageCodecs.Get("json.reliable.webpubsub.azure.v1")!;

    private readonly HistoryRecorder _recorder;
    private readonly string _name;
    private readonly string _group;
    private readonly ServerTrust _trust;
    private readonly ClientIdentity _identity = ClientIdentity.Generate();
    private readonly FaultProxy _proxy;
    private readonly List<ProbeSocket> _sockets = [];

    /// <param name="name">The client's name in the history.</param>
    /// <param name="group">A group of the hub <c>plain</c>.</param>
    /// <param name="edge">Where the first socket goes.</param>
    /// <param name="trust">How edges prove who they are.</param>
    /// <param name="recorder">The history.</param>
    public FencingProbe(string name, string group, IPEndPoint edge, ServerTrust trust, HistoryRecorder recorder)
    {
        (_name, _group, _trust, _recorder) = (name, group, trust, recorder);
        _proxy = new FaultProxy([edge], TimeProvider.System);
    }

    /// <summary>Opens the session and joins the group.</summary>
    public async Task StartAsync()
    {
        var socket = await OpenAsync(_proxy.Port, null);
        var stream = Streams.Group(_group);
        _recorder.Add(EventKind.Opened, _name, e => e with { Session = socket.Greeting.ConnectionId, User = socket.Greeting.UserId, Socket = 1 });
        _recorder.Add(EventKind.JoinInvoked, _name, e => e with { Stream = stream });
        await socket.AskAsync(ackId => new JoinGroup(_group, ackId, null, false)).Within(Timeouts.Step, "the probe's join");
        _recorder.Add(EventKind.JoinAcked, _name, e => e with { Stream = stream });
    }

    /// <summary>Freezes the first socket and takes the session over with a second one.</summary>
    /// <param name="takeoverPort">Loopback port that leads to the edges.</param>
    /// <returns>False when the takeover was refused.</returns>
    public async Task<bool> TakeOverAsync(int takeoverPort)
    {
        _proxy.Faults.Freeze();
        var first = _sockets[0];
        ProbeSocket second;
        try
        {
            second = await OpenAsync(takeoverPort, first.Greeting);
        }
        catch (SwsConnectException)
        {
            return false;
        }

        var recovered = second.Greeting is { Recovered: true } greeting && greeting.ConnectionId == first.Greeting.ConnectionId;
        _recorder.Add(
            recovered ? EventKind.Recovered : EventKind.Restarted, _name, e => e with { Session = second.Greeting.ConnectionId, Socket = 2, Reason = second.Greeting.Reason });
        return recovered;
    }

    /// <summary>Lets the first socket speak again, publishes with it, and gives both a moment.</summary>
    public async Task ThawAsync(TimeSpan listen)
    {
        _proxy.Faults.Thaw();
        foreach (var socket in _sockets)
        {
            _ = PublishAsync(socket);
        }

        await Task.Delay(listen, TimeProvider.System);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _recorder.Add(EventKind.Closed, _name);
        foreach (var socket in _sockets)
        {
            await socket.DisposeAsync();
        }

        await _proxy.DisposeAsync();
        _identity.Dispose();
    }

    private async Task PublishAsync(ProbeSocket socket)
    {
        var message = _recorder.NextMessage();
        _recorder.Add(
            EventKind.Invoked,
            $"{_name}/{socket.Number}",
            e => e with { Message = message, Stream = Streams.Group(_group), Class = DeliveryClass.Group, Session = socket.Greeting.ConnectionId, Socket = socket.Number });
        var data = SwsData.Text(message.ToString(CultureInfo.InvariantCulture));
        var acked = await socket.AskAsync(ackId => new SendToGroup(_group, data, false, ackId));
        _recorder.Add(acked ? EventKind.Acked : EventKind.Unknown, $"{_name}/{socket.Number}", e => e with { Message = message });
    }

    private async Task<ProbeSocket> OpenAsync(int port, Connected? before)
    {
        var query = $"protocol={Codec.Name}";
        if (before is not null)
        {
            query += $"&awps_connection_id={Uri.EscapeDataString(before.ConnectionId)}&awps_reconnection_token={Uri.EscapeDataString(before.ReconnectionToken ?? "")}";
        }

        var url = new Uri($"ws://127.0.0.1:{port}/client/hubs/plain?{query}");
        var options = new SwsConnectionOptions { Url = url, Trust = _trust, Identity = _identity, ConnectTimeout = TimeSpan.FromSeconds(5) };
        var socket = new ProbeSocket(_sockets.Count + 1, await SwsConnection.ConnectAsync(options), Codec, Delivered);
        _sockets.Add(socket);
        await socket.StartAsync();
        return socket;
    }

    private void Delivered(ProbeSocket socket, ServerMessage received)
    {
        if (received is GroupMessage group && long.TryParse(group.Data.AsText(), CultureInfo.InvariantCulture, out var message))
        {
            _recorder.Add(
                EventKind.Delivered,
                _name,
                e => e with { Message = message, Stream = Streams.Group(group.Group), Session = socket.Greeting.ConnectionId, Socket = socket.Number });
        }
    }
}
