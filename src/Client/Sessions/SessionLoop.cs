using Sws.Protocol;
using Sws.Protocol.Messaging;

namespace Sws.Client.Sessions;

/// <summary>
/// The life of a client: connect, serve the connection until it ends, decide whether to come back, wait, again.
/// Everything that belongs to the session is changed here only, one thing at a time.
/// </summary>
internal sealed class SessionLoop
{
    /// <summary>A connection that lived this long counts as good: the next loss starts again with short waits.</summary>
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(10);

    private readonly SwsClientOptions _options;
    private readonly IMessageCodec _codec;
    private readonly SessionMemory _session;
    private readonly GroupTable _groups;
    private readonly Outbox _outbox;
    private readonly MessageQueue _queue;
    private readonly SequenceAcker _acker;
    private readonly InvocationTable _invocations;
    private readonly MessageDispatcher _dispatcher;
    private readonly Action<SwsStateChange> _notify;
    private readonly Backoff _backoff;
    private long? _lostAt;
    private int _abandoned;

    /// <param name="options">With an identity, which stays the same for all connections: a session is bound to its key.</param>
    /// <param name="parts">What the client shares with its loop.</param>
    /// <param name="notify">Told of every change of state.</param>
    public SessionLoop(SwsClientOptions options, SessionParts parts, Action<SwsStateChange> notify)
    {
        _options = options;
        _codec = parts.Codec;
        _session = parts.Session;
        _groups = parts.Groups;
        _outbox = parts.Outbox;
        _queue = parts.Queue;
        _invocations = parts.Invocations;
        _notify = notify;
        _acker = parts.Acker;
        _backoff = new Backoff(options.Reconnect.InitialDelay, options.Reconnect.MaxDelay, Random.Shared);
        var answerer = new InvocationAnswerer(options, parts.Outbox, parts.Session);
        _dispatcher = new MessageDispatcher(_session, _groups, _outbox, _invocations, answerer, _queue, notify);
    }

    /// <summary>Runs until the client ends. The first connection is not retried: whoever asked for it decides.</summary>
    public async Task<SessionEnd> RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            ForgetExpiredSession();
            var recovering = _session.CanRecover;
            var end = await ConnectAndServeAsync(stopping);
            if (stopping.IsCancellationRequested)
            {
                return SessionEnd.Stopped;
            }

            if (recovering && !end.Opened && end.Status is { RefusesRecovery: true })
            {
                _session.GiveUp(end.Status.Description);
                continue;
            }

            if (!_session.HadSession || !_options.Reconnect.Enabled || !MayRetry(end) || HasGivenUp())
            {
                return end;
            }

            if (recovering && end is { Opened: false, Status: null or { Source: SwsCloseSource.Transport } })
            {
                _abandoned++;
            }

            _notify(new SwsStateChange(SwsClientState.Reconnecting, CloseStatus: end.Status, Failure: end.Failure));
            if (!await DelayAsync(_backoff.Next(), stopping))
            {
                return SessionEnd.Stopped;
            }
        }
    }

    private async Task<SessionEnd> ConnectAndServeAsync(CancellationToken stopping)
    {
        try
        {
            var options = _options with { Url = SessionUrl.Build(_options.Url, _codec, _session) };
            await using var connection = await SwsConnection.ConnectAsync(options, stopping);
            if (await ReceiveConnectedAsync(connection, stopping) is not { } connected)
            {
                return SessionEnd.NotMade(new SwsConnectException(SwsConnectFailure.Closed, connection.CloseStatus));
            }

            await BeginAsync(connection, connected, stopping);
            await ServeAsync(connection, connected, stopping);
            return new SessionEnd(true, connection.CloseStatus, null);
        }
        catch (SwsConnectException e)
        {
            return SessionEnd.NotMade(e);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return SessionEnd.Stopped;
        }
    }

    /// <summary>The first message of a connection; null when the connection ended without it.</summary>
    private async Task<Connected?> ReceiveConnectedAsync(SwsConnection connection, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        try
        {
            while (await connection.ReceiveBorrowedAsync(either.Token) is { } record)
            {
                var status = _codec.DecodeServer(record.Span, out var message, out _);
                if (message is Connected connected)
                {
                    return connected;
                }

                if (status is DecodeStatus.Malformed or DecodeStatus.TooDeep || message is not (null or Disconnected))
                {
                    await connection.CloseAsync(CloseReason.MessageMalformed, CancellationToken.None);
                }
            }

            return null;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw new SwsConnectException(SwsConnectFailure.TimedOut);
        }
    }

    private async Task BeginAsync(SwsConnection connection, Connected connected, CancellationToken stopping)
    {
        _lostAt = null;
        if (connected.Recovered && _session.CanRecover)
        {
            _session.Refresh(connected);
            _outbox.Rewind();
            _acker.Resume(connection);
            _notify(new SwsStateChange(SwsClientState.Connected, Recovered: true));
            return;
        }

        var isRestart = _session.HadSession;
        var reason = connected.Reason ?? _session.LossReason;
        _session.Start(connected);
        _acker.Start(connection);
        if (isRestart)
        {
            await _queue.AddAsync(new SwsSessionRestarted(reason, connected.ConnectionId), stopping);
            _outbox.Restart([.. _groups.Rejoins().Select(join => Rejoin(join, stopping))]);
        }

        _notify(new SwsStateChange(SwsClientState.Connected, Reason: isRestart ? reason : null));
    }

    private OutboxEntry Rejoin(JoinGroup join, CancellationToken stopping) => new(
        OutboxKind.Rejoin,
        ackId => join with { AckId = ackId },
        async (_, ack) =>
        {
            if (ack.Success)
            {
                _groups.Rejoined(join, ack.Position);
            }
            else
            {
                _groups.Left(join.Group);
            }

            var recovered = ack is { Success: true, Position.Recovered: true };
            await _queue.AddAsync(new SwsGroupRejoined(join.Group, recovered, ack.Error), stopping);
        });

    private async Task ServeAsync(SwsConnection connection, Connected connected, CancellationToken stopping)
    {
        var started = _options.TimeProvider.GetTimestamp();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var writing = WriteAsync(connection, connected.Limits?.MaxMessageBytes ?? int.MaxValue, ended.Token);
        try
        {
            while (await connection.ReceiveBorrowedAsync(stopping) is { } record)
            {
                await ReceiveAsync(connection, record, stopping);
            }
        }
        finally
        {
            if (stopping.IsCancellationRequested)
            {
                await _acker.FinishAsync();
            }

            _acker.Detach();
            await ended.CancelAsync();
            await writing;
            _invocations.ConnectionLost();
            _lostAt = _options.TimeProvider.GetTimestamp();
            if (_options.TimeProvider.GetElapsedTime(started) >= StableAfter)
            {
                _backoff.Reset();
            }
        }
    }

    private async Task WriteAsync(SwsConnection connection, int maxBytes, CancellationToken ended)
    {
        try
        {
            while (true)
            {
                while (_outbox.TakeNext(_codec, maxBytes) is { } bytes)
                {
                    await connection.SendAsync(bytes, ended);
                }

                await _outbox.WaitAsync(ended);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SwsClosedException)
        {
            // The reading side sees how the connection ended.
        }
    }

    private async ValueTask ReceiveAsync(SwsConnection connection, ReadOnlyMemory<byte> record, CancellationToken stopping)
    {
        var status = _codec.DecodeServer(record.Span, out var message, out var sequenceId);
        if (status is DecodeStatus.Malformed or DecodeStatus.TooDeep)
        {
            await connection.CloseAsync(CloseReason.MessageMalformed, CancellationToken.None);
            return;
        }

        if (sequenceId is { } repeated && !_acker.IsNew(repeated))
        {
            return;
        }

        if (message is not null)
        {
            await _dispatcher.DispatchAsync(message, stopping);
        }

        if (sequenceId is { } received)
        {
            _acker.Received(received, record.Length);
        }
    }

    /// <summary>
    /// An attempt that was given up for want of an answer may still reach the server, and take the session from the connection that came
    /// after it: that is no other client's doing.
    /// </summary>
    private bool MayRetry(SessionEnd end) =>
        end.MayRetry || (end.Status?.Tag == CloseReason.SessionReplaced.Tag && _abandoned-- > 0);

    private TimeSpan LostFor() => _lostAt is { } lostAt ? _options.TimeProvider.GetElapsedTime(lostAt) : TimeSpan.Zero;

    private bool HasGivenUp() => _options.Reconnect.GiveUpAfter is { } limit && LostFor() >= limit;

    /// <summary>A session that the server cannot know any more is not asked for, so that a recovery that never succeeds cannot go on for ever.</summary>
    private void ForgetExpiredSession()
    {
        if (_session.CanRecover && LostFor() > _session.RecoverableFor)
        {
            _session.GiveUp("Disconnected for longer than the server keeps a session");
        }
    }

    private async Task<bool> DelayAsync(TimeSpan delay, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(delay, _options.TimeProvider, stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
