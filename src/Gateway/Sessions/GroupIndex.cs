using System.Collections.Concurrent;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Gateway.Sessions;

/// <summary>
/// Which local sessions are in which groups. Joins a group's grain with the first local member and leaves it after the
/// last, so that the grain knows edges and one message per edge serves all of them.
/// </summary>
internal sealed partial class GroupIndex
{
    // Bounds the calls under way when all groups are asserted at once.
    private const int AssertParallelism = 64;

    private readonly ConcurrentDictionary<(string Hub, string Group), LocalGroup> _groups = new();
    private readonly ConcurrentDictionary<LocalGroup, byte> _toAssert = new();
    private readonly GroupCalls _calls;
    private readonly ILogger<GroupIndex> _logger;

    public GroupIndex(GroupCalls calls, ILogger<GroupIndex> logger)
    {
        _calls = calls;
        _logger = logger;
        calls.Missed = OnMissed;
    }

    /// <summary>Called, with no lock held, with each session that misses messages of a group: it cannot go on as if it did not.</summary>
    public Action<EdgeSession>? MessagesMissed { get; set; }

    /// <summary>The group, if it has local members.</summary>
    public LocalGroup? Find(string hub, string group) => _groups.GetValueOrDefault((hub, group)) is { Count: > 0 } found ? found : null;

    /// <summary>Makes a session a member. When this returns without error, every later message of the group reaches it.</summary>
    public async ValueTask<OperationError?> JoinAsync(EdgeSession session, string name, bool presence)
    {
        if (Add(session, name, presence) is not { } group)
        {
            return OperationErrors.Unavailable;
        }

        try
        {
            await SubscriptionOf(group);
            if (presence)
            {
                await _calls.FollowPresenceAsync(group, session.ConnectionId);
            }

            return null;
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            Leave(session, name);
            return OperationErrors.Unavailable;
        }
    }

    /// <summary>
    /// Makes a session that comes from another edge a member. When this returns, the edge it comes from has taken over
    /// every message up to the position, and every later one reaches the session here.
    /// </summary>
    /// <returns>The position; null when the session has ended meanwhile.</returns>
    /// <exception cref="OrleansException">The group could not be reached.</exception>
    public async ValueTask<GroupPosition?> FollowAsync(EdgeSession session, string name)
    {
        if (Add(session, name, presence: false) is not { } group)
        {
            return null;
        }

        Task<GroupPosition> subscribing = _calls.SubscribeAsync(group);
        lock (group.Gate)
        {
            group.Subscription ??= subscribing;
        }

        return await subscribing;
    }

    /// <summary>A session that came from another edge goes on following presence. It is told the state.</summary>
    public async Task FollowPresenceAsync(EdgeSession session, string name)
    {
        if (Find(session.Hub, name) is { } group && session.TryJoin(group, presence: true))
        {
            lock (group.Gate)
            {
                group.Followers.Add(session);
            }

            await AssertAsync(group);
        }
    }

    /// <summary>A page of what a group keeps behind a position.</summary>
    /// <exception cref="OrleansException">It could not be read.</exception>
    public ValueTask<GroupPage> ReadAsync(LocalGroup group, GroupPosition have) => _calls.ReadAsync(group, have);

    /// <summary>Takes a session out of a group.</summary>
    public void Leave(EdgeSession session, string name)
    {
        if (Find(session.Hub, name) is { } group)
        {
            Leave(session, group);
        }
    }

    /// <summary>Takes a session out of all its groups.</summary>
    /// <param name="session">The session.</param>
    /// <param name="seen">Where to add the numbered messages that it has had in them, when it goes on elsewhere.</param>
    /// <returns>The last message of each that was handed to it.</returns>
    public List<GroupOffset> LeaveAll(EdgeSession session, List<ProducerNumbers>? seen = null)
    {
        List<GroupOffset> offsets = [];
        foreach (LocalGroup group in session.Groups())
        {
            // Not in the middle of a delivery: the position counts for messages that all members have.
            lock (group.Delivery)
            {
                GroupPosition? position;
                lock (group.Gate)
                {
                    position = group.Position;
                }

                if (position is not null)
                {
                    offsets.Add(new GroupOffset(group.Name, position.Epoch, session.PositionIn(group.Name, position.Offset)));
                }

                if (seen is not null)
                {
                    group.CopySeenTo(seen);
                }

                Leave(session, group);
            }
        }

        return offsets;
    }

    /// <summary>Turns the reporting of joins and leaves on or off.</summary>
    /// <returns>The members now.</returns>
    public IReadOnlyList<GroupMember> Watch(string hub, string name, bool watch)
    {
        if (Find(hub, name) is not { } group)
        {
            return [];
        }

        lock (group.Gate)
        {
            group.IsWatched = watch;
            return [.. group.Members.Select(ToMember)];
        }
    }

    /// <summary>A group grain comes back empty; see <see cref="LocalGroup.Rejoin"/>.</summary>
    public GroupPosition? Rejoin(string hub, string name, GroupPosition start)
    {
        if (Find(hub, name) is not { } group)
        {
            return null;
        }

        lock (group.Gate)
        {
            // The new grain knows nobody who follows presence.
            group.IsWatched = false;
            if (group.Followers.Count > 0)
            {
                _ = AssertAsync(group);
            }

            return group.Rejoin(start);
        }
    }

    /// <summary>Positions count for nothing until their groups have confirmed them.</summary>
    public void Doubt()
    {
        foreach (LocalGroup group in _groups.Values)
        {
            lock (group.Gate)
            {
                group.Doubt();
            }
        }
    }

    /// <summary>A delivery did not continue what was taken over.</summary>
    public void OnGap(LocalGroup group)
    {
        lock (group.Gate)
        {
            group.Doubt();
        }

        _ = AssertAsync(group);
    }

    /// <summary>Makes sure that every group knows of this edge. Those that could not be reached are tried again with the next call.</summary>
    public Task AssertAllAsync() => AssertAsync(_groups.Values);

    /// <summary>Tries the groups again that could not be reached.</summary>
    public Task AssertFailedAsync() => AssertAsync(_toAssert.Keys);

    private Task AssertAsync(IEnumerable<LocalGroup> groups) => Parallel.ForEachAsync(
        groups, new ParallelOptions { MaxDegreeOfParallelism = AssertParallelism }, async (group, _) => await AssertAsync(group));

    private async Task AssertAsync(LocalGroup group)
    {
        _toAssert.TryAdd(group, 0);
        if (await _calls.AssertAsync(group))
        {
            _toAssert.TryRemove(group, out _);
        }
    }

    private void OnMissed(LocalGroup group)
    {
        EdgeSession[] members = [.. group.Members.Where(member => member.IsBroken)];
        LogMissed(_logger, members.Length);
        foreach (EdgeSession member in members)
        {
            MessagesMissed?.Invoke(member);
        }
    }

    private LocalGroup? Add(EdgeSession session, string name, bool presence)
    {
        while (true)
        {
            LocalGroup group = _groups.GetOrAdd((session.Hub, name), key => new LocalGroup(key.Hub, key.Group));
            lock (group.Gate)
            {
                if (group.IsRemoved)
                {
                    continue;
                }

                if (!session.TryJoin(group, presence))
                {
                    RemoveIfUnused(group);
                    return null;
                }

                if (presence)
                {
                    group.Followers.Add(session);
                }

                if (group.Add(session) && group.IsWatched)
                {
                    _ = _calls.ReportAsync(group, joined: [ToMember(session)], left: []);
                }

                return group;
            }
        }
    }

    private Task SubscriptionOf(LocalGroup group)
    {
        lock (group.Gate)
        {
            if (group.Subscription is null || group.Subscription.IsFaulted)
            {
                group.Subscription = _calls.SubscribeAsync(group);
            }

            return group.Subscription;
        }
    }

    private void Leave(EdgeSession session, LocalGroup group)
    {
        lock (group.Gate)
        {
            session.Left(group);
            if (!group.Remove(session))
            {
                return;
            }

            bool stopsFollowing = group.Followers.Remove(session) && group.Followers.Count == 0;
            if (group.Count == 0)
            {
                group.Subscription = null;
                group.IsWatched = false;
                _ = UnsubscribeAsync(group);
                return;
            }

            if (group.IsWatched)
            {
                _ = _calls.ReportAsync(group, joined: [], left: [ToMember(session)]);
            }

            if (stopsFollowing)
            {
                _ = _calls.UnfollowPresenceAsync(group);
            }
        }
    }

    private async Task UnsubscribeAsync(LocalGroup group)
    {
        await _calls.UnsubscribeAsync(group);

        // Kept until here, so that a join that came meanwhile was chained behind.
        lock (group.Gate)
        {
            RemoveIfUnused(group);
        }
    }

    private void RemoveIfUnused(LocalGroup group)
    {
        if (group.Count == 0 && group.LastCall.IsCompleted)
        {
            group.IsRemoved = true;
            _groups.TryRemove(KeyValuePair.Create((group.Hub, group.Name), group));
        }
    }

    private static GroupMember ToMember(EdgeSession session) => new(session.ConnectionId, session.UserId);
}
