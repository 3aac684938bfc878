using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Interfaces.Users;
using Sws.Protocol;

namespace Sws.Gateway.Sessions;

/// <summary>Receives what grains send to this edge. Orleans runs one call of an observer at a time, in order.</summary>
internal sealed class EdgeObserver(SessionRegistry sessions, GroupIndex groups) : IEdgeObserver
{
    public ValueTask DeliverToGroupAsync(GroupDelivery delivery)
    {
        if (groups.Find(delivery.Hub, delivery.Group) is not { } group)
        {
            return ValueTask.CompletedTask;
        }

        EdgeSession[] members = group.Members;
        foreach (GroupMessage message in delivery.Messages)
        {
            EncodedMessage encoded = new(MessageTranslator.ToServer(delivery.Group, message), message.Data.Bytes);
            foreach (EdgeSession member in members)
            {
                if (message.ExceptConnectionId is null || message.ExceptConnectionId != member.ConnectionId)
                {
                    member.Enqueue(encoded.For(member.Codec), sequenced: true);
                }
            }
        }

        foreach (EdgeSession member in members)
        {
            member.Queue.Flush();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> DeliverToSessionAsync(SessionDelivery delivery)
    {
        if (sessions.Find(delivery.ConnectionId) is not { } session || session.Generation > delivery.Generation)
        {
            return ValueTask.FromResult(false);
        }

        foreach (DirectMessage message in delivery.Messages)
        {
            session.Deliver(message);
        }

        session.Queue.Flush();
        return ValueTask.FromResult(true);
    }

    public ValueTask CloseSessionAsync(string connectionId, long generation, string closeTag)
    {
        if (sessions.Find(connectionId) is { } session && session.Generation <= generation)
        {
            sessions.End(session, CloseReason.FromTag(closeTag) ?? CloseReason.ClosedByServer);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<SessionTail?> TakeSessionAsync(string connectionId, long newGeneration)
    {
        if (sessions.Find(connectionId) is not { } session || session.Generation >= newGeneration)
        {
            return ValueTask.FromResult<SessionTail?>(null);
        }

        sessions.End(session, CloseReason.SessionReplaced);
        return ValueTask.FromResult<SessionTail?>(session.Queue.TakeTail([]));
    }

    public ValueTask<SessionSnapshot?> FindSessionAsync(string connectionId) => ValueTask.FromResult(sessions.Find(connectionId)?.Snapshot());

    public ValueTask<bool> HasGroupAsync(string hub, string group) => ValueTask.FromResult(groups.Find(hub, group) is not null);

    public ValueTask<IReadOnlyList<UserSession>> ListUsersAsync(string hub, int bucket) => ValueTask.FromResult<IReadOnlyList<UserSession>>(
        [.. sessions.All
            .Where(session => session.Hub == hub && session.UserId is { } user && UserBucket.Of(user) == bucket)
            .Select(session => new UserSession(session.UserId!, session.ConnectionId))]);

    public ValueTask<IReadOnlyList<GroupMember>> WatchGroupAsync(string hub, string group, bool watch) =>
        ValueTask.FromResult(groups.Watch(hub, group, watch));

    public ValueTask DeliverPresenceAsync(PresenceDelivery delivery)
    {
        if (groups.Find(delivery.Hub, delivery.Group) is not { } group)
        {
            return ValueTask.CompletedTask;
        }

        EdgeSession[] followers;
        lock (group.Gate)
        {
            followers = [.. group.Followers.Where(session => delivery.ConnectionId is null || session.ConnectionId == delivery.ConnectionId)];
        }

        EncodedMessage encoded = new(MessageTranslator.ToServer(delivery), default);
        foreach (EdgeSession follower in followers)
        {
            if (follower.Codec is not null)
            {
                follower.Enqueue(encoded.For(follower.Codec), sequenced: true);
                follower.Queue.Flush();
            }
        }

        return ValueTask.CompletedTask;
    }
}
