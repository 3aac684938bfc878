using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Sws.Gateway.Connections;
using Sws.Gateway.Trust;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Trust;
using Sws.Protocol;
using Sws.Protocol.Messaging;

namespace Sws.Gateway.Sessions;

/// <summary>The sessions that this edge holds: opens, resumes, detaches and ends them.</summary>
internal sealed partial class SessionRegistry(
    ISessionGrainSource grains,
    GroupIndex groups,
    EdgeIdentity edge,
    SessionSettings settings,
    ClientGate gate,
    ILogger<SessionRegistry> logger)
{
    // 128 random bits: an id that cannot be guessed, in 22 characters.
    private const int ConnectionIdBytes = 16;

    private readonly ConcurrentDictionary<string, EdgeSession> _sessions = new(StringComparer.Ordinal);

    public int Count => _sessions.Count;

    public IEnumerable<EdgeSession> All => _sessions.Select(entry => entry.Value);

    public EdgeSession? Find(string connectionId) => _sessions.GetValueOrDefault(connectionId);

    /// <summary>Authorises a client and gives its socket a session, new or recovered.</summary>
    public async Task<SessionStart> StartAsync(SwsConnection connection, ClientUrl url, ClientIdentity identity)
    {
        ClientVerdict verdict = gate.Verify(url.Hub, identity);
        SessionStart start = verdict.Refusal is { } refusal ? SessionStart.Refused(refusal) : await StartVerifiedAsync(connection, url, identity);
        if (start.Session is { } session && gate.Watch(session, verdict.Facts) is { } late)
        {
            EndAndTell(session, late);
            start = SessionStart.Refused(late);
        }

        if (start.Refusal is { } reason)
        {
            gate.Refused(url.Hub, identity, reason, verdict);
        }

        return start;
    }

    /// <summary>The socket ended.</summary>
    /// <param name="session">The session.</param>
    /// <param name="connection">Its socket.</param>
    /// <param name="end">How.</param>
    /// <param name="nowMs">The sweep's time.</param>
    public async Task LeaveAsync(EdgeSession session, SwsConnection connection, LoopEnd end, long nowMs)
    {
        bool recoverable = session.RecoveryToken is not null && !end.PeerClosed && end.Reason is null or { MayRetry: true };
        if (!recoverable)
        {
            if (session.TryEnd(connection))
            {
                await FinishAsync(session);
            }
        }
        else if (session.TryDetach(connection, nowMs))
        {
            await TellGrainAsync(session, static (grain, generation) => grain.DetachAsync(generation));
        }
    }

    /// <summary>Ends a session at once and closes its socket.</summary>
    public void End(EdgeSession session, CloseReason reason)
    {
        session.ForceEnd(reason);
        groups.LeaveAll(session);
        _sessions.TryRemove(KeyValuePair.Create(session.ConnectionId, session));
    }

    /// <summary>Ends a session at once, closes its socket, and lets its grain know.</summary>
    public void EndAndTell(EdgeSession session, CloseReason reason)
    {
        End(session, reason);
        _ = TellGrainAsync(session, static (grain, generation) => grain.EndAsync(generation));
    }

    /// <summary>Ends the sessions whose clients did not come back in time.</summary>
    public async Task EndExpiredAsync(long nowMs)
    {
        foreach (EdgeSession session in All.Where(session => session.DetachedAtMs <= nowMs - (long)settings.Timeouts.Resume.TotalMilliseconds))
        {
            if (session.TryEnd(connection: null))
            {
                await FinishAsync(session);
            }
        }
    }

    private async Task<SessionStart> StartVerifiedAsync(SwsConnection connection, ClientUrl url, ClientIdentity identity)
    {
        try
        {
            return url.RecoverConnectionId is { } id && url.RecoveryToken is { } token
                ? await ResumeAsync(connection, url, identity, id, token)
                : await OpenAsync(connection, url, identity);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogBackendUnavailable(logger, exception);
            return SessionStart.Refused(CloseReason.BackendUnavailable);
        }
    }

    private async Task<SessionStart> OpenAsync(SwsConnection connection, ClientUrl url, ClientIdentity identity)
    {
        string id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(ConnectionIdBytes));
        SessionOpen open = new(url.Hub.Name, identity, url.Codec?.Name, url.Codec?.Reliable == true, edge.AddressFor(id));
        EdgeSession session = new(id, open, url.Codec, grains.Get(id), settings.QueueLimits);

        // Known here before the grain knows it: from then on anybody may send to it.
        _sessions.TryAdd(id, session);
        bool accepted = false;
        try
        {
            SessionOpened opened = await session.Grain.OpenAsync(open);
            if (opened.RefusedTag is { } tag)
            {
                return SessionStart.Refused(CloseReason.FromTag(tag) ?? CloseReason.NotAuthorized);
            }

            session.Opened(opened);
            accepted = session.TryAttach(connection, opened.Generation, Greeting(session, recovered: false, ackedUpTo: null), []);
            return accepted ? SessionStart.Accepted(session) : SessionStart.Refused(CloseReason.ClosedByServer);
        }
        finally
        {
            if (!accepted)
            {
                _sessions.TryRemove(id, out _);
            }
        }
    }

    private async Task<SessionStart> ResumeAsync(SwsConnection connection, ClientUrl url, ClientIdentity identity, string id, string token)
    {
        SessionResume resume = new(url.Hub.Name, identity, url.Codec?.Name, token, edge.AddressFor(id));
        SessionOpened opened = await grains.Get(id).ResumeAsync(resume);
        if (opened.RefusedTag is { } tag)
        {
            return SessionStart.Refused(CloseReason.FromTag(tag) ?? CloseReason.RecoveryRefused);
        }

        ReadOnlyMemory<byte> Greet(EdgeSession session) => Greeting(session, recovered: true, opened.AckedUpTo);
        if (Find(id) is { } session && session.TryAttach(connection, opened.Generation, Greet(session), opened.Outbox))
        {
            return SessionStart.Accepted(session);
        }

        await grains.Get(id).EndAsync(opened.Generation);
        return SessionStart.Refused(CloseReason.RecoveryRefused);
    }

    private byte[] Greeting(EdgeSession session, bool recovered, ulong? ackedUpTo)
    {
        if (session.Codec is not { } codec)
        {
            return [];
        }

        ConnectionLimits limits = new(settings.MaxMessageBytes, settings.QueueLimits.Messages, (int)settings.QueueLimits.Bytes, settings.MaxGroups);
        return codec.Encode(new Connected(
            session.ConnectionId,
            session.UserId,
            session.RecoveryToken,
            recovered,
            Reason: null,
            ackedUpTo,
            codec.Reliable ? (int)settings.Timeouts.Resume.TotalSeconds : null,
            limits));
    }

    private async Task FinishAsync(EdgeSession session)
    {
        _sessions.TryRemove(KeyValuePair.Create(session.ConnectionId, session));
        groups.LeaveAll(session);
        await TellGrainAsync(session, static (grain, generation) => grain.EndAsync(generation));
    }

    private async Task TellGrainAsync(EdgeSession session, Func<ISessionGrain, long, ValueTask> call)
    {
        try
        {
            await call(session.Grain, session.Generation);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogGrainNotTold(logger, exception);
        }
    }
}
