using System.Collections.Concurrent;
using Sws.Gateway.Connections;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol;
using Sws.Protocol.Messaging;

namespace Sws.Gateway.Sessions;

/// <summary>The sessions that this edge holds: opens, resumes, detaches and ends them.</summary>
internal sealed partial class SessionRegistry
{
    // How long a tail that was given away is kept, in case the answer got lost: the grain asks again within seconds.
    private const long KeepTailMs = 20_000;

    // How long a session that is given up waits for commands that its grain is carrying out.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, EdgeSession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (SessionTail? Tail, long AtMs)> _givenUp = new(StringComparer.Ordinal);
    private readonly ISessionGrainSource _grains;
    private readonly GroupIndex _groups;
    private readonly EdgeIdentity _edge;
    private readonly SessionSettings _settings;
    private readonly SiloLoss _silos;
    private readonly TimeProvider _time;
    private readonly ILogger<SessionRegistry> _logger;
    private readonly PendingSessions _away;
    private readonly PendingSessions _addressed;
    private readonly SessionEnds _ends;
    private long _nowMs;

    public SessionRegistry(
        ISessionGrainSource grains,
        GroupIndex groups,
        EdgeIdentity edge,
        SessionSettings settings,
        SiloLoss silos,
        TimeProvider time,
        ILogger<SessionRegistry> logger)
    {
        (_grains, _groups, _edge, _settings, _silos, _time, _logger) = (grains, groups, edge, settings, silos, time, logger);
        _away = new PendingSessions(session => Holds(session) && session.IsAway);
        _addressed = new PendingSessions(session => Holds(session) && session.Queue.LastOutboxId != session.ReportedOutboxId);
        _ends = new SessionEnds(grains, edge.Id, _sessions.ContainsKey, logger);
        groups.MessagesMissed = BreakMissed;
    }

    // Why a client that asked for its session got a new one.
    private const string SessionLost = "The edge of the session is gone, or could not keep what it was owed";

    // Bounds the calls under way when all sessions are asserted at once.
    private const int AssertParallelism = 64;

    // The same for what is done every second. More than one, so that a call without an answer does not hold up all others.
    private const int SweepParallelism = 16;

    // Not before a call that began with the session is over.
    private long WindowMs => Math.Max((long)_settings.Timeouts.Resume.TotalMilliseconds, SessionEnds.SettleMs);

    public int Count => _sessions.Count;

    public IEnumerable<EdgeSession> All => _sessions.Select(entry => entry.Value);

    public EdgeSession? Find(string connectionId) => _sessions.GetValueOrDefault(connectionId);

    /// <summary>The sessions that an operator asks for.</summary>
    public IReadOnlyList<SessionSummary> List(SessionQuery query)
    {
        IEnumerable<EdgeSession> sessions = query.ConnectionId is { } id ? (Find(id) is { } one ? [one] : []) : All;
        return sessions
            .Where(session => session.UserId is not null
                && (query.Hub is null || session.Hub == query.Hub)
                && (query.UserId is null || session.UserId == query.UserId)
                && (query.After is null || string.CompareOrdinal(session.ConnectionId, query.After) > 0))
            .OrderBy(session => session.ConnectionId, StringComparer.Ordinal)
            .Take(query.Top)
            .Select(session => session.Summary(_edge.Id))
            .ToArray();
    }

    /// <summary>Adds a session that is on its way here.</summary>
    public void Add(EdgeSession session)
    {
        _sessions[session.ConnectionId] = session;
        _givenUp.TryRemove(session.ConnectionId, out _);
    }

    /// <summary>Authorises a client and gives its socket a new session.</summary>
    /// <param name="connection">The socket.</param>
    /// <param name="url">What it asks for.</param>
    /// <param name="identity">What it proved.</param>
    /// <param name="owed">What an earlier session of the client, which cannot go on, was owed; null when there is none.</param>
    /// <exception cref="OrleansException">The cluster did not answer.</exception>
    public async Task<SessionStart> OpenAsync(
        SwsConnection connection, ClientUrl url, ClientIdentity identity, IReadOnlyList<DirectContent>? owed = null)
    {
        string id = ConnectionIds.Make();
        SessionOpen open = new(url.Hub.Name, identity, url.Codec?.Name, url.Codec?.Reliable == true, _edge.AddressFor(id));
        EdgeSession session = new(id, open, url.Codec, _grains.Get(id), _settings.QueueLimits);

        // Known here before the grain knows it: from then on anybody may send to it.
        _sessions.TryAdd(id, session);
        bool accepted = false;
        bool refused = false;
        try
        {
            SessionOpened opened = await session.Grain.OpenAsync(open with { Owed = owed, Former = owed is null ? null : url.RecoverConnectionId }, _silos.Token);
            if (opened.RefusedTag is { } tag)
            {
                refused = true;
                return SessionStart.Refused(CloseReason.FromTag(tag) ?? CloseReason.NotAuthorized);
            }

            // One that has gone by itself is served: it may have sent all that it had to say.
            if (connection.RequestedClose is not null)
            {
                return SessionStart.Refused(CloseReason.BackendUnavailable);
            }

            session.Opened(opened.UserId, opened.RecoveryToken);
            accepted = session.TryAttach(connection, opened.Generation, Greeting(session, recovered: false, ackedUpTo: null, owed is null ? null : SessionLost));
            return accepted ? SessionStart.Accepted(session) : SessionStart.Refused(CloseReason.ClosedByServer);
        }
        finally
        {
            AnswerPool.Drop<SessionOpened>();
            if (!accepted)
            {
                _sessions.TryRemove(id, out _);
                if (!refused)
                {
                    Abandon(id, isOwed: owed is not null);
                }
            }
        }
    }

    /// <summary>
    /// Gives a session up to the edge where its client is now. Its socket here is closed, what still arrives for it is
    /// dropped, and what it is owed goes along. Asking again gives the same answer for a while.
    /// </summary>
    /// <returns>Null when there is no such session of a lower generation, or it cannot be continued.</returns>
    public async ValueTask<SessionTail?> GiveUpAsync(string connectionId, long newGeneration)
    {
        if (Find(connectionId) is not { } session)
        {
            return _givenUp.GetValueOrDefault(connectionId).Tail;
        }

        bool isHere = session.Takeover is null || await session.Takeover.Completed.WaitAsync(IdleTimeout, _time);
        if (!isHere || session.Generation >= newGeneration)
        {
            return null;
        }

        return await session.GiveUpOnce(async () =>
        {
            // Not in the caller's frame, which holds the session.
            await Task.Yield();
            session.ForceEnd(CloseReason.SessionReplaced);

            // Results that the grain has given must be in the tail: the client's commands are not carried out twice.
            await session.IdleAsync().WaitAsync(IdleTimeout, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            bool catchesUp = session.IsCatchingUp;
            List<ProducerNumbers> seen = [];
            List<GroupOffset> offsets = _groups.LeaveAll(session, seen);
            SessionTail? tail = catchesUp ? null : session.TakeTail(offsets, seen);
            _givenUp[connectionId] = (tail, Volatile.Read(ref _nowMs));
            EndLater(session);
            _sessions.TryRemove(KeyValuePair.Create(connectionId, session));
            return tail;
        });
    }

    /// <summary>Asserts sessions to their grains: each refills one that lost its memory, and is closed when another edge has it since.</summary>
    /// <returns>False when some could not be asserted.</returns>
    public async Task<bool> AssertAllAsync()
    {
        int failures = 0;
        ParallelOptions options = new() { MaxDegreeOfParallelism = AssertParallelism };
        await Parallel.ForEachAsync(All.Where(session => session.HasBegun && session.UserId is not null), options, async (session, _) =>
        {
            try
            {
                // Not when the client has come back here meanwhile: what is superseded then is what it had before.
                long asserted = session.Generation;
                if (await session.RestoreGrainAsync(_silos.Token) == SessionStatus.Superseded && session.Generation == asserted)
                {
                    session.CloseSocket(CloseReason.SessionReplaced);
                }
            }
            catch (Exception exception) when (exception.MeansNoAnswer())
            {
                Interlocked.Increment(ref failures);
                LogNotAsserted(_logger, exception.GetType().Name);
            }
        });
        return failures == 0;
    }

    /// <summary>The socket ended.</summary>
    /// <param name="session">The session.</param>
    /// <param name="connection">Its socket.</param>
    /// <param name="end">How.</param>
    /// <param name="nowMs">The sweep's time.</param>
    public async Task LeaveAsync(EdgeSession session, SwsConnection connection, LoopEnd end, long nowMs)
    {
        // A session that is replaced while this edge holds it may still be asked for its tail.
        bool recoverable = session.RecoveryToken is not null && !end.PeerClosed
            && (end.Reason is null or { MayRetry: true } || end.Reason == CloseReason.SessionReplaced);
        if (!recoverable)
        {
            if (session.TryEnd(connection))
            {
                await FinishAsync(session);
            }
        }
        else if (session.TryDetach(connection, nowMs))
        {
            _away.Add(session);
            if (end.Reason != CloseReason.Draining)
            {
                // A client that is sent away to another edge tells the grain itself, at once: a call less where thousands are.
                await TellGrainAsync(session, static (grain, generation) => grain.DetachAsync(generation));
            }
        }
    }

    /// <summary>How many sessions have lost their socket since a time, and wait for their client.</summary>
    public int CountAway(long sinceMs) => _away.Read().Count(session => session.DetachedAtMs >= sinceMs);

    /// <summary>Messages of its grain's outbox were queued for a session: what its client acknowledges is reported.</summary>
    public void Addressed(EdgeSession session) => _addressed.Add(session);

    /// <summary>Ends a session here, at once, and closes its socket. Its client may come for what its grain has.</summary>
    public void End(EdgeSession session, CloseReason reason)
    {
        Drop(session, reason);
        EndLater(session);
    }

    /// <summary>Ends a session at once, closes its socket, and lets its grain know.</summary>
    public void EndAndTell(EdgeSession session, CloseReason reason)
    {
        Drop(session, reason);
        _ = _ends.EndAsync(session.ConnectionId, session.Generation);
    }

    /// <summary>Ends the sessions whose clients did not come back in time.</summary>
    public async Task EndExpiredAsync(long nowMs)
    {
        Volatile.Write(ref _nowMs, nowMs);
        foreach (string id in _givenUp.Where(entry => entry.Value.AtMs <= nowMs - KeepTailMs).Select(entry => entry.Key))
        {
            _givenUp.TryRemove(id, out _);
        }

        long since = nowMs - (long)_settings.Timeouts.Resume.TotalMilliseconds;
        await SweepAsync(
            _away.Read().Where(session => session.DetachedAtMs <= since),
            session => session.TryEnd(connection: null) ? FinishAsync(session) : Task.CompletedTask);
    }

    /// <summary>Tells grains again that sessions have ended, which did not answer when they were told, or may not know.</summary>
    public Task RepeatEndsAsync(long nowMs) => _ends.RepeatAsync(nowMs);

    /// <summary>Reports what clients have acknowledged, which their grains then need not keep.</summary>
    public Task ReportProgressAsync() => SweepAsync(_addressed.Read(), async session =>
    {
        long acked = session.Queue.AckedOutboxId;
        if (acked == session.ReportedOutboxId)
        {
            return;
        }

        try
        {
            await session.Grain.ProgressAsync(new SessionProgress(session.Generation, acked));
            session.ReportedOutboxId = acked;
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            LogNotReported(_logger, exception.GetType().Name);
        }
    });

    /// <summary>The first message of a socket.</summary>
    public byte[] Greeting(EdgeSession session, bool recovered, ulong? ackedUpTo, string? reason = null)
    {
        if (session.Codec is not { } codec)
        {
            return [];
        }

        ConnectionLimits limits = new(
            _settings.MaxMessageBytes, _settings.QueueLimits.Messages, (int)_settings.QueueLimits.Bytes, _settings.MaxGroups);
        return codec.Encode(new Connected(
            session.ConnectionId,
            session.UserId,
            session.RecoveryToken,
            recovered,
            reason,
            ackedUpTo,
            codec.Reliable ? (int)_settings.Timeouts.Resume.TotalSeconds : null,
            limits));
    }

    private static Task SweepAsync(IEnumerable<EdgeSession> sessions, Func<EdgeSession, Task> look) => Parallel.ForEachAsync(
        sessions, new ParallelOptions { MaxDegreeOfParallelism = SweepParallelism }, async (session, _) => await look(session));

    private bool Holds(EdgeSession session) => Find(session.ConnectionId) == session;

    /// <summary>A session cannot be whole any more. Its client may connect again, is refused recovery, and knows.</summary>
    private void BreakMissed(EdgeSession session)
    {
        session.Break(CloseReason.MessagesMissed);
        _groups.LeaveAll(session);
    }

    private async Task FinishAsync(EdgeSession session)
    {
        _sessions.TryRemove(KeyValuePair.Create(session.ConnectionId, session));
        _groups.LeaveAll(session);
        if (session.Queue.AckedOutboxId is var acked && acked != session.ReportedOutboxId)
        {
            // What the client has need not be kept for its user.
            await TellGrainAsync(session, (grain, generation) => grain.ProgressAsync(new SessionProgress(generation, acked)));
        }

        await _ends.EndAsync(session.ConnectionId, session.Generation);
    }

    private void Drop(EdgeSession session, CloseReason reason)
    {
        session.ForceEnd(reason);
        _groups.LeaveAll(session);
        _sessions.TryRemove(KeyValuePair.Create(session.ConnectionId, session));
    }

    /// <summary>This edge has done with a session. Should its grain go on counting on it, its client has the usual time to come.</summary>
    private void EndLater(EdgeSession session)
    {
        // One that never got here may be well where it is: it has no number to be ended by.
        long generation = session.HasBegun ? session.Generation : 0;
        _ends.Add(session.ConnectionId, generation, Volatile.Read(ref _nowMs) + WindowMs);
    }

    /// <summary>
    /// A new session that its client has not got: its grain may have begun it all the same, or be about to. It is ended at once,
    /// since nobody will come for it; but where it was to begin with what an earlier one was owed its client may come for that.
    /// </summary>
    private void Abandon(string id, bool isOwed)
    {
        const long generation = 1;
        long nowMs = Volatile.Read(ref _nowMs);
        _ends.Add(id, generation, nowMs + (isOwed ? WindowMs : SessionEnds.SettleMs));
        if (!isOwed)
        {
            _ = _ends.EndAsync(id, generation);
        }
    }

    private async Task TellGrainAsync(EdgeSession session, Func<ISessionGrain, long, ValueTask> call)
    {
        try
        {
            await call(session.Grain, session.Generation);
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            LogGrainNotTold(_logger, exception.GetType().Name);
        }
        finally
        {
            AnswerPool.Drop();
        }
    }
}
