using System.Collections.Concurrent;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;

namespace Sws.Gateway.Sessions;

/// <summary>
/// Which local sessions are in which groups. Joins a group's grain with the first local member and leaves it after the
/// last, so that the grain knows edges and one message per edge serves all of them.
/// </summary>
internal sealed partial class GroupIndex(IGrainFactory grains, EdgeIdentity edge, ILogger<GroupIndex> logger)
{
    private readonly ConcurrentDictionary<(string Hub, string Group), LocalGroup> _groups = new();

    /// <summary>The group, if it has local members.</summary>
    public LocalGroup? Find(string hub, string group) => _groups.GetValueOrDefault((hub, group)) is { Count: > 0 } found ? found : null;

    /// <summary>Makes a session a member. When this returns without error, every later message of the group reaches it.</summary>
    public async ValueTask<OperationError?> JoinAsync(EdgeSession session, string name, bool presence)
    {
        (LocalGroup group, Task subscribed) = Add(session, name, presence);
        try
        {
            await subscribed;
            if (presence)
            {
                await Chain(group, async grain => await grain.FollowPresenceAsync(edge.AddressFor(name), session.ConnectionId));
            }

            return null;
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogGroupUnreachable(logger, exception);
            Leave(session, name);
            return OperationErrors.Unavailable;
        }
    }

    /// <summary>Takes a session out of a group.</summary>
    public void Leave(EdgeSession session, string name)
    {
        if (Find(session.Hub, name) is { } group)
        {
            Leave(session, group);
        }
    }

    /// <summary>Takes a session out of all its groups.</summary>
    public void LeaveAll(EdgeSession session)
    {
        foreach (LocalGroup group in session.Groups())
        {
            Leave(session, group);
        }
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

    private (LocalGroup Group, Task Subscribed) Add(EdgeSession session, string name, bool presence)
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

                bool isNew = group.Add(session);
                session.Joined(group, presence);
                if (presence)
                {
                    group.Followers.Add(session);
                }

                if (group.Subscription is null || group.Subscription.IsFaulted)
                {
                    group.Subscription = Chain(group, async grain => await grain.SubscribeAsync(edge.AddressFor(name)));
                }
                else if (isNew && group.IsWatched)
                {
                    Report(group, joined: [ToMember(session)], left: []);
                }

                return (group, group.Subscription);
            }
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
                _ = UnsubscribeAsync(group);
                return;
            }

            if (group.IsWatched)
            {
                Report(group, joined: [], left: [ToMember(session)]);
            }

            if (stopsFollowing)
            {
                _ = LogFailureAsync(Chain(group, async grain => await grain.UnfollowPresenceAsync(edge.Id)));
            }
        }
    }

    private async Task UnsubscribeAsync(LocalGroup group)
    {
        await LogFailureAsync(Chain(group, async grain => await grain.UnsubscribeAsync(edge.Id)));

        // Kept until here, so that a join that came meanwhile was chained behind.
        lock (group.Gate)
        {
            if (group.Count == 0)
            {
                group.IsRemoved = true;
                _groups.TryRemove((group.Hub, group.Name), out _);
            }
        }
    }

    private void Report(LocalGroup group, GroupMember[] joined, GroupMember[] left) =>
        _ = LogFailureAsync(Chain(group, async grain => await grain.PresenceChangedAsync(edge.Id, joined, left)));

    private async Task LogFailureAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogGroupUnreachable(logger, exception);
        }
    }

    private Task Chain(LocalGroup group, Func<IGroupGrain, Task> call)
    {
        lock (group.Gate)
        {
            return group.LastCall = CallBehindAsync(group.LastCall, call, grains.GetGroup(group.Hub, group.Name));
        }

        static async Task CallBehindAsync(Task before, Func<IGroupGrain, Task> call, IGroupGrain grain)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await call(grain);
        }
    }

    private static GroupMember ToMember(EdgeSession session) => new(session.ConnectionId, session.UserId);
}
