using Sws.LoadGen.Connections;
using Sws.LoadGen.Dialects;
using Sws.LoadGen.Scenarios;

namespace Sws.LoadGen.Sessions;

/// <summary>Sessions that speak one dialect, over the connections of a <see cref="Fleet"/>: greets, joins, acknowledges, hands out payloads.</summary>
internal sealed class HubFleet : IConnectionHandler
{
    // What the Web PubSub protocols say to a session that cannot be taken up again: their clients begin a new one.
    private static readonly string RecoveryRefused = ConnectionError.Closed(1008);

    private readonly ScenarioContext _context;
    private readonly Fleet _fleet;
    private readonly IHubHandler _handler;
    private readonly IDirectDialect? _direct;
    private readonly HubSession[] _sessions;
    private readonly bool _recovers;

    /// <summary>Prepares so many sessions as there are connections.</summary>
    /// <param name="context">Options, clock and counters.</param>
    /// <param name="style">How connections use the wire.</param>
    /// <param name="handler">Gets payloads and ends.</param>
    /// <param name="recovers">True when sessions will be taken up again, so that their keys must be kept.</param>
    public HubFleet(ScenarioContext context, WireStyle style, IHubHandler handler, bool recovers = false)
    {
        _context = context;
        _handler = handler;
        _recovers = recovers;
        Dialect = DialectCatalog.Get(context.Options.Protocol);
        _direct = Dialect as IDirectDialect;
        _fleet = new Fleet(context, new ConnectionOpener(context.Settings, style), this);
        _sessions = [.. Enumerable.Range(0, context.Options.Connections).Select(index => new HubSession(index))];
    }

    /// <summary>What the sessions speak.</summary>
    public IDialect Dialect { get; }

    /// <summary>Connections open now.</summary>
    public int Open => _fleet.Open;

    /// <summary>True when every message that asked for an acknowledgement has one.</summary>
    public bool AcksArrived => _context.Options.NoAcks || _direct is null || _context.Counters.Acked >= _context.Counters.Sent;

    /// <summary>The session of an index.</summary>
    public HubSession this[int index] => _sessions[index];

    /// <summary>The connection of an index; null when it is not open.</summary>
    public LeanConnection? Connection(int index) => _fleet[index];

    /// <summary>Opens all sessions; each joins its group, if it has one.</summary>
    public Task OpenAllAsync(Func<int, string?> group, CancellationToken cancellation) => _fleet.OpenAllAsync(
        index => Target(_sessions[index]),
        (connection, stop) => EstablishAsync(_sessions[connection.Index], group(connection.Index), stop),
        cancellation);

    /// <summary>Opens one more connection for a session, to take it up where it has an identity. Null, or the name of the error, which is not counted.</summary>
    public async Task<string?> ReopenAsync(HubSession session, string? group, CancellationToken cancellation)
    {
        var recovers = session.Identity is not null;
        var (connection, error) = await _fleet.TryOpenAsync(Target(session), cancellation).ConfigureAwait(false);
        if (connection is null)
        {
            return error;
        }

        error = await EstablishAsync(session, group, cancellation).ConfigureAwait(false);
        if (error is not null)
        {
            connection.Abort();
        }

        return recovers && error == RecoveryRefused ? SessionError.NotRecovered : error;
    }

    /// <summary>Sends one message. Null, or the name of the error.</summary>
    public string? Send(int index, ReadOnlySpan<byte> message) => _fleet[index] switch
    {
        null => ConnectionError.NotConnected,
        var connection => connection.Send(message, Dialect.IsText) ? null : ConnectionError.SendQueueFull,
    };

    /// <summary>Acknowledges whatever has not been.</summary>
    public void AcknowledgeAll()
    {
        if (_direct is not { IsReliable: true })
        {
            return;
        }

        foreach (var session in _sessions)
        {
            lock (session)
            {
                Acknowledge(session, sweep: true);
            }
        }
    }

    /// <summary>Closes all connections and zeroes the sessions' keys.</summary>
    public async Task CloseAllAsync(TimeSpan timeout)
    {
        await _fleet.CloseAllAsync(timeout).ConfigureAwait(false);
        Array.ForEach(_sessions, session => session.Dispose());
    }

    /// <inheritdoc/>
    public void OnOpened(LeanConnection connection)
    {
        var session = _sessions[connection.Index];
        lock (session)
        {
            session.Ready = Dialect.AwaitsReady ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;
            session.Joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _fleet.Add(connection);
        }
    }

    /// <inheritdoc/>
    public void OnMessage(LeanConnection connection, ReadOnlySpan<byte> payload)
    {
        var session = _sessions[connection.Index];
        var bytes = payload.Length;
        lock (session)
        {
            // What a connection still brings after another has taken its place comes again there.
            while (_fleet[connection.Index] == connection && Dialect.TryRead(ref payload, out var arrival))
            {
                Take(connection, session, arrival, bytes);
            }
        }
    }

    /// <inheritdoc/>
    public void OnClosed(LeanConnection connection, string? error)
    {
        var session = _sessions[connection.Index];
        lock (session)
        {
            var isCurrent = _fleet[connection.Index] == connection;
            _fleet.Remove(connection);
            if (isCurrent)
            {
                session.Fail(error ?? ConnectionError.ClosedAbruptly);
                _handler.OnDisconnected(session, error);
            }
        }
    }

    private ConnectionTarget Target(HubSession session)
    {
        lock (session)
        {
            var query = session.Identity is { ReconnectionToken: not null } known && _direct is not null ? _direct.RecoveryQuery(known) : Dialect.Query;
            return new ConnectionTarget(session.Index, query, session.Attempt, _recovers && _context.Settings.IsSws ? session.Key : null);
        }
    }

    private async Task<string?> EstablishAsync(HubSession session, string? group, CancellationToken cancellation)
    {
        if (Dialect.Greeting is { } greeting)
        {
            Send(session.Index, greeting);
        }

        if (session.Ready is { } ready && await AwaitAsync(ready, SessionError.NoSession, cancellation).ConfigureAwait(false) is { } error)
        {
            return error;
        }

        return group is null || session.Identity is { Recovered: true } ? null : await JoinAsync(session, group, cancellation).ConfigureAwait(false);
    }

    private Task<string?> JoinAsync(HubSession session, string group, CancellationToken cancellation)
    {
        Send(session.Index, Dialect.Join(group, HubSession.JoinAckId));
        return AwaitAsync(session.Joined!, SessionError.NoJoin, cancellation);
    }

    private async Task<string?> AwaitAsync(TaskCompletionSource<string?> awaited, string late, CancellationToken cancellation)
    {
        try
        {
            return await awaited.Task.WaitAsync(_context.Options.ConnectTimeout, _context.Clock, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return late;
        }
    }

    private void Take(LeanConnection connection, HubSession session, Arrival arrival, int bytes)
    {
        if (arrival.SequenceId is { } sequenceId && !session.Position.Accept(sequenceId, bytes))
        {
            return;
        }

        switch (arrival.Kind)
        {
            case ArrivalKind.Payload:
                _handler.OnPayload(session, arrival.Payload);
                break;
            case ArrivalKind.Ready:
                TakeIdentity(session, arrival.Identity);
                break;
            case ArrivalKind.Ack:
                _handler.OnAcknowledged(session, arrival.AckId);
                _ = arrival.AckId == HubSession.JoinAckId && (session.Joined?.TrySetResult(null) ?? false);
                break;
            case ArrivalKind.Refused when arrival.AckId == HubSession.JoinAckId:
                session.Joined?.TrySetResult(arrival.Error);
                break;
            case ArrivalKind.Refused:
                _context.Errors.Add(arrival.Error!);
                break;
            case ArrivalKind.Ping:
                connection.Send(arrival.Reply.Span, Dialect.IsText);
                break;
            case ArrivalKind.Malformed:
                _context.Errors.Add(SessionError.Malformed);
                break;
        }

        Acknowledge(session, sweep: false);
    }

    private static void TakeIdentity(HubSession session, SessionIdentity? identity)
    {
        var asked = session.Identity is not null;
        session.Identity = identity;
        if (identity is { Recovered: true })
        {
            session.Position.Recovering();
        }
        else
        {
            session.Position = default;
        }

        session.Ready?.TrySetResult(asked && identity is { Recovered: false } ? SessionError.NotRecovered : null);
    }

    private void Acknowledge(HubSession session, bool sweep)
    {
        if (_direct is { IsReliable: true } && session.Position.TryAcknowledge(sweep, out var sequenceId))
        {
            Send(session.Index, _direct.Acknowledge(sequenceId));
        }
    }
}
