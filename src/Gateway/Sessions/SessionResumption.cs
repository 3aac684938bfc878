using System.Collections.Concurrent;
using Sws.Gateway.Connections;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol;

namespace Sws.Gateway.Sessions;

/// <summary>Gives the socket of a client that comes back its session: one that this edge holds, or one that another does.</summary>
internal sealed class SessionResumption(
    ISessionGrainSource grains,
    SessionRegistry sessions,
    GroupIndex groups,
    EdgeIdentity edge,
    SessionSettings settings,
    SiloLoss silos)
{
    // Bounds the calls under way for one client that is in many groups.
    private const int FollowParallelism = 16;

    // A session moves between two steps only when its client resumes it on several edges at once.
    private const int MaxAttempts = 3;

    // For a client that is gone, since this took long: it has tried again, and must not lose the session to its former try.
    private static readonly SessionStart TooLate = SessionStart.Refused(CloseReason.BackendUnavailable);

    // One resumption per session: the second then finds what the first has made.
    private readonly ConcurrentDictionary<string, Task> _underWay = new(StringComparer.Ordinal);

    /// <summary>Resumes the session that the URL names.</summary>
    public async Task<SessionStart> ResumeAsync(SwsConnection connection, ClientUrl url, ClientIdentity identity)
    {
        string id = url.RecoverConnectionId!;
        if (!ConnectionIds.IsOne(id))
        {
            return SessionStart.Refused(CloseReason.RecoveryRefused);
        }

        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!_underWay.TryAdd(id, done.Task))
        {
            await (_underWay.GetValueOrDefault(id) ?? Task.CompletedTask);
        }

        try
        {
            SessionResume request = new(
                url.Hub.Name, identity, url.Codec!.Name, url.RecoveryToken!, edge.AddressFor(id), HeldBy: null, url.Received);
            for (int attempt = 0; attempt < MaxAttempts; attempt++)
            {
                if (await ResumeAloneAsync(connection, request, id, url) is { } start)
                {
                    return start;
                }
            }

            return SessionStart.Refused(CloseReason.BackendUnavailable);
        }
        finally
        {
            _underWay.TryRemove(id, out _);
            done.SetResult();
        }
    }

    /// <returns>Null when the session has moved meanwhile: to be tried again.</returns>
    private async Task<SessionStart?> ResumeAloneAsync(SwsConnection connection, SessionResume request, string id, ClientUrl url)
    {
        SessionPrepared prepared = await PrepareAsync(request, id);
        if (prepared.RefusedTag is { } tag)
        {
            return await BeginAnewAsync(connection, request, url, tag, prepared.Owed);
        }

        request = request with { HeldBy = prepared.EdgeId };
        bool isHere = prepared.EdgeId == edge.Id;
        if (sessions.Find(id) is { } session)
        {
            if (isHere && !session.IsBroken)
            {
                return await ReattachAsync(connection, request, session, url);
            }

            // Broken, or a leftover: the session has been elsewhere since.
            sessions.End(session, CloseReason.SessionReplaced);
        }

        return isHere
            ? await GiveUpAsync(connection, request, id, url)
            : await TakeOverAsync(connection, request, id, prepared, url);
    }

    private async Task<SessionPrepared> PrepareAsync(SessionResume request, string id)
    {
        try
        {
            return await grains.Get(id).PrepareResumeAsync(request, silos.Token);
        }
        finally
        {
            AnswerPool.Drop<SessionPrepared>();
        }
    }

    private async Task<SessionStart?> ReattachAsync(SwsConnection connection, SessionResume request, EdgeSession session, ClientUrl url)
    {
        if (connection.IsGone)
        {
            return TooLate;
        }

        SessionOpened opened = await session.Grain.ResumeAsync(request, silos.Token);
        if (opened.HasMoved)
        {
            return null;
        }

        if (opened.RefusedTag is { } tag)
        {
            return Refused(tag);
        }

        session.Renew(request.Identity);
        if (session.TryAttach(connection, opened.Generation, sessions.Greeting(session, recovered: true, opened.AckedUpTo)))
        {
            return SessionStart.Accepted(session);
        }

        sessions.End(session, CloseReason.SessionReplaced);
        return await GiveUpAsync(connection, request, session.ConnectionId, url);
    }

    /// <summary>The grain counts on this edge, which cannot continue the session.</summary>
    private async Task<SessionStart?> GiveUpAsync(SwsConnection connection, SessionResume request, string id, ClientUrl url)
    {
        SessionOpened given = await grains.Get(id).ResumeAsync(request with { HeldBy = edge.Id, IsLost = true }, silos.Token);
        return given.HasMoved ? null : await BeginAnewAsync(connection, request, url, given.RefusedTag, given.Owed);
    }

    /// <summary>
    /// The session cannot go on. A client that counts what is addressed to it gets a new one, in which it finds what it was
    /// owed; any other is refused, and begins anew by itself.
    /// </summary>
    private async Task<SessionStart> BeginAnewAsync(
        SwsConnection connection, SessionResume request, ClientUrl url, string? refusedTag, IReadOnlyList<DirectContent>? owed)
    {
        if (owed is null)
        {
            return Refused(refusedTag ?? CloseReason.RecoveryRefused.Tag);
        }

        // What is sent to its user in a session that the client never hears of would be lost.
        return connection.IsGone ? TooLate : await sessions.OpenAsync(connection, url, request.Identity, owed);
    }

    private async Task<SessionStart?> TakeOverAsync(
        SwsConnection connection, SessionResume request, string id, SessionPrepared prepared, ClientUrl url)
    {
        SessionTakeover takeover = new(settings.QueueLimits);
        SessionOpen open = new(request.Hub, request.Identity, request.Protocol, Recoverable: true, request.Edge);
        EdgeSession session = new(id, open, url.Codec, grains.Get(id), settings.QueueLimits) { Takeover = takeover };
        session.Opened(prepared.UserId, prepared.RecoveryToken);
        bool taken = false;
        sessions.Add(session);
        try
        {
            // :: Step 1: follow the groups. When that is done, the former edge has all that came before.
            Dictionary<string, GroupPosition>? starts = await FollowAsync(session, prepared.Groups);
            if (starts is null)
            {
                return SessionStart.Refused(CloseReason.BackendUnavailable);
            }

            if (connection.IsGone)
            {
                return TooLate;
            }

            // :: Step 2: the grain takes the session from the former edge.
            SessionOpened opened = await session.Grain.ResumeAsync(request, silos.Token);
            if (opened.HasMoved)
            {
                return null;
            }

            if (opened.RefusedTag is not null)
            {
                return await BeginAnewAsync(connection, request, url, opened.RefusedTag, opened.Owed);
            }

            // :: Step 3: what the former edge owed, then what came since; then the socket.
            taken = opened.Tail is { } tail
                && await FollowNewAsync(session, opened.Groups, starts, tail)
                && takeover.TryFill(session, starts, tail, opened.Outbox)
                && session.TryAttach(connection, opened.Generation, sessions.Greeting(session, recovered: true, opened.AckedUpTo));
            if (!taken)
            {
                takeover.Complete(succeeded: false);
                return await GiveUpAsync(connection, request, id, url);
            }

            takeover.Complete(succeeded: true);
            sessions.Addressed(session);
            await FollowPresenceAsync(session, opened.Groups);
            return SessionStart.Accepted(session);
        }
        finally
        {
            takeover.Complete(taken);
            if (!taken)
            {
                sessions.End(session, CloseReason.RecoveryRefused);
            }
        }
    }

    private async Task<Dictionary<string, GroupPosition>?> FollowAsync(EdgeSession session, IReadOnlyList<GroupMembership> memberships)
    {
        ConcurrentDictionary<string, GroupPosition> starts = new(StringComparer.Ordinal);
        await Parallel.ForEachAsync(memberships, new ParallelOptions { MaxDegreeOfParallelism = FollowParallelism }, async (membership, _) =>
        {
            if (await groups.FollowAsync(session, membership.Group) is { } start)
            {
                starts[membership.Group] = start;
            }
        });
        return starts.Count == memberships.Count ? new Dictionary<string, GroupPosition>(starts, StringComparer.Ordinal) : null;
    }

    /// <summary>Follows groups that the session joined, and leaves those that it left, since the takeover began.</summary>
    private async Task<bool> FollowNewAsync(
        EdgeSession session, IReadOnlyList<GroupMembership> memberships, Dictionary<string, GroupPosition> starts, SessionTail tail)
    {
        GroupMembership[] joined = [.. memberships.Where(membership => !starts.ContainsKey(membership.Group))];
        if (joined.Any(membership => tail.GroupOffsets.Any(position => position.Group == membership.Group)))
        {
            // The former edge had joined it: what came between its last message and now is nowhere.
            return false;
        }

        foreach (string left in starts.Keys.Where(group => memberships.All(membership => membership.Group != group)).ToList())
        {
            groups.Leave(session, left);
            starts.Remove(left);
        }

        return await FollowAsync(session, joined) is not null;
    }

    private async Task FollowPresenceAsync(EdgeSession session, IReadOnlyList<GroupMembership> memberships)
    {
        foreach (GroupMembership membership in memberships.Where(membership => membership.Presence))
        {
            await groups.FollowPresenceAsync(session, membership.Group);
        }
    }

    private static SessionStart Refused(string tag) => SessionStart.Refused(CloseReason.FromTag(tag) ?? CloseReason.RecoveryRefused);
}
