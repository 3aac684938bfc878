using Sws.Client.Sessions;
using Sws.Protocol.Messaging;

namespace Sws.Client;

/// <summary>
/// A client of the gateway's publish and subscribe hubs. It keeps one session: when the connection is lost it comes back by itself,
/// recovers the session, sends again what was not acknowledged and drops what it has already; when the session cannot be recovered it
/// says so (<see cref="SwsSessionRestarted"/>), joins its groups again and goes on. All members are safe to use from any thread.
/// </summary>
/// <remarks>Every send waits for the server's acknowledgement, so awaiting it means that the message is as safe as its class promises.</remarks>
public sealed class SwsClient : IAsyncDisposable
{
    private readonly SessionParts _parts;
    private readonly ClientIdentity? _ownedIdentity;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _running = Task.CompletedTask;
    private volatile SwsClientState _state = SwsClientState.Connecting;
    private int _disposed;

    private SwsClient(SwsClientOptions options, IMessageCodec codec)
    {
        _ownedIdentity = options.Identity is null ? ClientIdentity.Generate() : null;
        _parts = new SessionParts(options, codec);
    }

    /// <summary>
    /// Told of every change after the first connection, in order, from the client's own loop: do not block in it. An exception thrown
    /// here ends the client.
    /// </summary>
    public event Action<SwsStateChange>? StateChanged;

    /// <summary>What the client is doing.</summary>
    public SwsClientState State => _state;

    /// <summary>Id of the session, the same for as long as it is recovered.</summary>
    public string ConnectionId => _parts.Session.ConnectionId ?? string.Empty;

    /// <summary>Who the gateway takes this client for; null when it named nobody.</summary>
    public string? UserId => _parts.Session.UserId;

    /// <summary>Connects to a hub with default options.</summary>
    /// <param name="url">For example <c>ws://localhost:8080/client/hubs/chat</c>.</param>
    /// <param name="trust">How the server proves who it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SwsConnectException">The first connection could not be made. It is not tried again.</exception>
    public static Task<SwsClient> ConnectAsync(string url, ServerTrust trust, CancellationToken cancellationToken = default)
        => ConnectAsync(new SwsClientOptions { Url = new Uri(url), Trust = trust }, cancellationToken);

    /// <summary>Connects to a hub.</summary>
    /// <exception cref="SwsConnectException">The first connection could not be made. It is not tried again.</exception>
    public static async Task<SwsClient> ConnectAsync(SwsClientOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ValidateClient();
        var client = new SwsClient(options, ProtocolNames.Codec(options.Protocol));
        client.Start(options);
        try
        {
            await client._connected.Task.WaitAsync(cancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Received messages, in order. Ends when the client is closed; throws when it ended otherwise. Each message goes to one reader.</summary>
    /// <exception cref="SwsClosedException">The client ended, and not because it was closed here. All messages received before have been yielded.</exception>
    public IAsyncEnumerable<SwsMessage> ReadMessagesAsync(CancellationToken cancellationToken = default)
        => _parts.Queue.ReadAllAsync(cancellationToken);

    /// <summary>Joins a group. The client stays in it, also through a new session, until it leaves.</summary>
    /// <param name="group">Name of the group, 1–1024 bytes in UTF-8.</param>
    /// <param name="presence">Asks for <see cref="SwsPresenceMessage"/>s of this group.</param>
    /// <param name="recover">The last position seen, to get what was missed since; the result says whether it follows.</param>
    /// <param name="cancellationToken">Stops the waiting; the join may still happen.</param>
    /// <exception cref="SwsAckException">Refused.</exception>
    /// <exception cref="SwsClosedException">The client has ended.</exception>
    public Task<AckResult> JoinGroupAsync(
        string group, bool presence = false, StreamPosition? recover = null, CancellationToken cancellationToken = default)
    {
        Arguments.CheckName(group);
        return _parts.Outbox.ChangeMembershipAsync(
            ackId => new JoinGroup(group, ackId, recover, presence),
            (message, ack) =>
            {
                if (ack.Success)
                {
                    _parts.Groups.Joined((JoinGroup)message, ack.Position);
                }

                return ValueTask.CompletedTask;
            },
            cancellationToken);
    }

    /// <summary>Leaves a group.</summary>
    /// <exception cref="SwsAckException">Refused.</exception>
    /// <exception cref="SwsClosedException">The client has ended.</exception>
    public Task<AckResult> LeaveGroupAsync(string group, CancellationToken cancellationToken = default)
    {
        Arguments.CheckName(group);
        return _parts.Outbox.ChangeMembershipAsync(
            ackId => new LeaveGroup(group, ackId),
            (_, ack) =>
            {
                if (ack.Success)
                {
                    _parts.Groups.Left(group);
                }

                return ValueTask.CompletedTask;
            },
            cancellationToken);
    }

    /// <summary>Sends a text to everybody in a group. See <see cref="SendToGroupAsync(string, MessageData, bool, CancellationToken)"/>.</summary>
    public Task<AckResult> SendToGroupAsync(string group, string text, bool noEcho = false, CancellationToken cancellationToken = default)
        => SendToGroupAsync(group, SwsData.Text(text), noEcho, cancellationToken);

    /// <summary>Sends to everybody in a group; the sender need not be in it.</summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="data">The payload; see <see cref="SwsData"/>.</param>
    /// <param name="noEcho">True: not to this connection.</param>
    /// <param name="cancellationToken">Stops the waiting; the message may still be sent.</param>
    /// <exception cref="SwsAckException">
    /// Refused; or, named <c>Unavailable</c>, not carried out for certain although it was sent again for <see cref="SwsClientOptions.ResendFor"/>.
    /// </exception>
    /// <exception cref="SwsOutcomeUnknownException">The session was lost before the answer came.</exception>
    /// <exception cref="SwsClosedException">The client has ended.</exception>
    public Task<AckResult> SendToGroupAsync(
        string group, MessageData data, bool noEcho = false, CancellationToken cancellationToken = default)
    {
        Arguments.CheckName(group);
        return PublishAsync(new Recipient(typeof(SendToGroup), group), data, ackId => new SendToGroup(group, data, noEcho, ackId), cancellationToken);
    }

    /// <summary>Sends to every connection of a user. Errors as for <see cref="SendToGroupAsync(string, MessageData, bool, CancellationToken)"/>.</summary>
    public Task<AckResult> SendToUserAsync(string userId, MessageData data, CancellationToken cancellationToken = default)
    {
        Arguments.CheckName(userId);
        return PublishAsync(new Recipient(typeof(SendToUser), userId), data, ackId => new SendToUser(userId, data, ackId), cancellationToken);
    }

    /// <summary>Sends to one connection. Errors as for <see cref="SendToGroupAsync(string, MessageData, bool, CancellationToken)"/>.</summary>
    public Task<AckResult> SendToConnectionAsync(string connectionId, MessageData data, CancellationToken cancellationToken = default)
    {
        Arguments.CheckName(connectionId);
        return PublishAsync(new Recipient(typeof(SendToConnection), connectionId), data, ackId => new SendToConnection(connectionId, data, ackId), cancellationToken);
    }

    /// <summary>Sends an event to the hub's handler. Errors as for <see cref="SendToGroupAsync(string, MessageData, bool, CancellationToken)"/>.</summary>
    public Task<AckResult> SendEventAsync(string eventName, MessageData data, CancellationToken cancellationToken = default)
    {
        Arguments.CheckName(eventName);
        return PublishAsync(new Recipient(typeof(SendEvent), string.Empty), data, ackId => new SendEvent(eventName, data, ackId), cancellationToken);
    }

    /// <summary>Asks the hub's handler and waits for its answer.</summary>
    /// <param name="eventName">Name of the event the handler gets.</param>
    /// <param name="data">What is asked.</param>
    /// <param name="cancellationToken">Stops the waiting and withdraws the question.</param>
    /// <returns>The answer; null when it has no payload.</returns>
    /// <exception cref="SwsInvocationException">Answered with an error; at once with <c>NoResponders</c> when nobody is there.</exception>
    /// <exception cref="SwsOutcomeUnknownException">The connection was lost before the answer came.</exception>
    /// <exception cref="SwsClosedException">The client has ended.</exception>
    public Task<MessageData?> InvokeAsync(string eventName, MessageData data, CancellationToken cancellationToken = default)
    {
        Arguments.CheckName(eventName);
        return InvokeAsync(new InvocationTarget(eventName, null, null), data, cancellationToken);
    }

    /// <summary>Asks another client, named by its user or its connection. As <see cref="InvokeAsync(string, MessageData, CancellationToken)"/>.</summary>
    public Task<MessageData?> InvokeAsync(InvocationTarget target, MessageData data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        Arguments.CheckData(data);
        return _parts.Invocations.InvokeAsync(target, data, cancellationToken);
    }

    /// <summary>
    /// Ends the session: what is still waiting for an answer fails, and <see cref="ReadMessagesAsync"/> ends after what was received.
    /// Takes up to a second when the server does not answer.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _stopping.CancelAsync();
            await _running;
            _parts.Dispose();
            _ownedIdentity?.Dispose();
            _stopping.Dispose();
        }
    }

    private Task<AckResult> PublishAsync(
        Recipient recipient, MessageData data, Func<ulong, ClientMessage> create, CancellationToken cancellationToken)
    {
        Arguments.CheckData(data);
        return _parts.Outbox.PublishAsync(recipient, create, cancellationToken);
    }

    private void Start(SwsClientOptions options)
    {
        var loop = new SessionLoop(options with { Identity = options.Identity ?? _ownedIdentity }, _parts, OnStateChange);
        _running = RunAsync(loop);
    }

    private async Task RunAsync(SessionLoop loop)
    {
        SessionEnd end;
        Exception? failure = null;
        try
        {
            end = await loop.RunAsync(_stopping.Token);
        }
        catch (Exception e)
        {
            // A mistake of ours, or of the application's in a handler of StateChanged: it must not pass for a lost connection.
            (end, failure) = (new SessionEnd(true, null, null), e);
        }

        // By reference: an end without any reason has the same value.
        var stopped = ReferenceEquals(end, SessionEnd.Stopped);
        var closed = new SwsClosedException(end.Status, failure ?? end.Failure);
        _parts.Outbox.Close(closed);
        _parts.Queue.Complete(stopped ? null : closed);
        _connected.TrySetException((Exception?)end.Failure ?? closed);
        _ = _connected.Task.Exception;
        _state = SwsClientState.Closed;
        if (failure is null)
        {
            StateChanged?.Invoke(new SwsStateChange(SwsClientState.Closed, CloseStatus: end.Status, Failure: end.Failure));
        }
    }

    private void OnStateChange(SwsStateChange change)
    {
        _state = change.State;
        if (!_connected.TrySetResult())
        {
            StateChanged?.Invoke(change);
        }
    }
}
