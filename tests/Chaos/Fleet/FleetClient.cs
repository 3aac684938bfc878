using System.Globalization;
using Sws.Chaos.History;
using Sws.Client;

namespace Sws.Chaos.Fleet;

/// <summary>
/// One client of the fleet: publishes at a steady rate, never waiting for answers before it sends on, and takes everything down that it is
/// told. It is the product's own client, so what the history shows is what an application sees.
/// </summary>
internal sealed class FleetClient : IAsyncDisposable
{
    private readonly HistoryRecorder _recorder;
    private readonly SwsClient _client;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _publishes = [];
    private readonly Dictionary<string, HashSet<string>> _present = new(StringComparer.Ordinal);
    private Task _reading = Task.CompletedTask;
    private volatile string _session;

    private FleetClient(string name, string hub, HistoryRecorder recorder, SwsClient client)
    {
        (Name, Hub, _recorder, _client) = (name, hub, recorder, client);
        _session = client.ConnectionId;
    }

    public string Name { get; }

    public string Hub { get; }

    public string UserId => _client.UserId!;

    /// <summary>The session as of the last message read.</summary>
    public string Session => _session;

    public bool IsConnected => _client.State == SwsClientState.Connected;

    /// <summary>Publishes that have no answer yet.</summary>
    public int Pending
    {
        get
        {
            lock (_publishes)
            {
                _publishes.RemoveAll(each => each.IsCompleted);
                return _publishes.Count;
            }
        }
    }

    /// <summary>Connects and begins to read.</summary>
    public static async Task<FleetClient> ConnectAsync(string name, Uri url, ServerTrust trust, HistoryRecorder recorder)
    {
        var options = new SwsClientOptions
        {
            Url = url,
            Trust = trust,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            KeepAliveInterval = TimeSpan.FromSeconds(1),
            KeepAliveTimeout = TimeSpan.FromSeconds(2),
            Reconnect = new ReconnectOptions { InitialDelay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromSeconds(1) },
        };
        var client = await SwsClient.ConnectAsync(options);
        var hub = url.Segments[^1];
        var fleetClient = new FleetClient(name, hub, recorder, client);
        recorder.Add(EventKind.Opened, name, e => e with { Session = client.ConnectionId, User = client.UserId });
        client.StateChanged += fleetClient.OnStateChange;
        fleetClient._reading = fleetClient.ReadAsync();
        return fleetClient;
    }

    /// <summary>Joins a group and waits for the answer.</summary>
    public async Task JoinAsync(string group, bool presence = false)
    {
        var stream = Streams.Group(group);
        _recorder.Add(EventKind.JoinInvoked, Name, e => e with { Stream = stream });
        await _client.JoinGroupAsync(group, presence, cancellationToken: _stopping.Token);
        _recorder.Add(EventKind.JoinAcked, Name, e => e with { Stream = stream });
    }

    /// <summary>Leaves a group and waits for the answer.</summary>
    public async Task LeaveAsync(string group)
    {
        var stream = Streams.Group(group);
        _recorder.Add(EventKind.LeaveInvoked, Name, e => e with { Stream = stream });
        await _client.LeaveGroupAsync(group, _stopping.Token);
        _recorder.Add(EventKind.LeaveAcked, Name, e => e with { Stream = stream });
    }

    /// <summary>Publishes one message; its outcome is taken down when it comes. Only one thread may publish with one client.</summary>
    public void Publish(string stream, DeliveryClass deliveryClass)
    {
        var message = _recorder.NextMessage();
        _recorder.Add(EventKind.Invoked, Name, e => e with { Message = message, Stream = stream, Class = deliveryClass });
        var data = SwsData.Text(message.ToString(CultureInfo.InvariantCulture));
        var target = Streams.Target(stream);
        var sent = Streams.IsGroup(stream)
            ? _client.SendToGroupAsync(target, data, noEcho: false, _stopping.Token)
            : Streams.IsUser(stream)
                ? _client.SendToUserAsync(target, data, _stopping.Token)
                : _client.SendToConnectionAsync(target, data, _stopping.Token);
        lock (_publishes)
        {
            _publishes.Add(FollowAsync(message, sent));
        }
    }

    /// <summary>Goes away for good, in good order.</summary>
    public async Task CloseAsync()
    {
        _recorder.Add(EventKind.Closed, Name, e => e with { Session = _session });
        await DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.StateChanged -= OnStateChange;
        await _client.DisposeAsync();
        await _reading;
        await _stopping.CancelAsync();
        _stopping.Dispose();
    }

    private async Task FollowAsync(long message, Task<AckResult> sent)
    {
        var (kind, reason) = (EventKind.Acked, (string?)null);
        try
        {
            await sent;
        }
        catch (SwsAckException e)
        {
            (kind, reason) = (EventKind.Failed, e.Name);
        }
        catch (Exception e) when (e is SwsOutcomeUnknownException or SwsClosedException or OperationCanceledException)
        {
            (kind, reason) = (EventKind.Unknown, e.GetType().Name);
        }

        _recorder.Add(kind, Name, happened => happened with { Message = message, Reason = reason });
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var message in _client.ReadMessagesAsync())
            {
                Read(message);
            }
        }
        catch (SwsClosedException e)
        {
            _recorder.Add(EventKind.Closed, Name, happened => happened with { Session = _session, Reason = e.CloseStatus?.Tag ?? "closed" });
        }
    }

    private void Read(SwsMessage message)
    {
        switch (message)
        {
            case SwsGroupMessage received:
                Delivered(received, Streams.Group(received.Group), received.Position?.Epoch, received.Position?.Offset ?? 0);
                break;
            case SwsDirectMessage received:
                Delivered(received, received.ToUser ? Streams.User(UserId) : Streams.Session(_session), null, 0);
                break;
            case SwsSessionRestarted restarted:
                _session = restarted.ConnectionId;
                _recorder.Add(EventKind.Restarted, Name, e => e with { Session = restarted.ConnectionId, Reason = restarted.Reason });
                break;
            case SwsGroupRejoined rejoined:
                _recorder.Add(
                    EventKind.Rejoined, Name, e => e with { Stream = Streams.Group(rejoined.Group), Whole = rejoined.Recovered, Reason = rejoined.Error?.Name });
                break;
            case SwsPresenceMessage presence:
                ReadPresence(presence);
                break;
        }
    }

    private void Delivered(SwsDataMessage received, string stream, string? epoch, ulong offset)
    {
        _ = long.TryParse(received.Text, CultureInfo.InvariantCulture, out var message);
        _recorder.Add(
            EventKind.Delivered, Name, e => e with { Message = message, Stream = stream, Session = _session, Epoch = epoch, Offset = offset });
    }

    private void ReadPresence(SwsPresenceMessage presence)
    {
        if (!_present.TryGetValue(presence.Group, out var sessions))
        {
            _present.Add(presence.Group, sessions = new HashSet<string>(StringComparer.Ordinal));
        }

        if (presence.IsState)
        {
            sessions.Clear();
        }

        sessions.UnionWith(presence.Joined.Select(entry => entry.ConnectionId));
        sessions.ExceptWith(presence.Left.Select(entry => entry.ConnectionId));
        _recorder.Add(EventKind.Present, Name, e => e with { Stream = Streams.Group(presence.Group), Sessions = [.. sessions] });
    }

    private void OnStateChange(SwsStateChange change)
    {
        if (change is { State: SwsClientState.Connected, Recovered: true })
        {
            _recorder.Add(EventKind.Recovered, Name, e => e with { Session = _client.ConnectionId });
        }
        else if (change.State == SwsClientState.Reconnecting)
        {
            _recorder.Add(EventKind.Lost, Name, e => e with { Reason = change.CloseStatus?.Tag ?? change.Failure?.Failure.ToString() });
        }
    }
}
