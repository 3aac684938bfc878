using Sws.Gateway.Diagnostics;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol;

namespace Sws.Gateway.Sessions;

/// <summary>Receives what grains send to this edge. Orleans runs one call of an observer at a time, in order.</summary>
internal sealed class EdgeObserver(SessionRegistry sessions, GroupIndex groups, DeliveryMetrics metrics) : IEdgeObserver
{
    public ValueTask<GroupReceipt> DeliverToGroupAsync(GroupDelivery delivery)
    {
        if (groups.Find(delivery.Hub, delivery.Group) is not { } group)
        {
            return ValueTask.FromResult(GroupReceipt.NoMembers);
        }

        GroupReceipt receipt;
        int taken;
        EdgeSession[] members;
        lock (group.Delivery)
        {
            int first;
            lock (group.Gate)
            {
                receipt = group.Admit(delivery.Epoch, delivery.Messages, out first);
                taken = delivery.Messages.Count - first;
                members = first < delivery.Messages.Count ? group.Members : [];
            }

            for (int index = first; index < delivery.Messages.Count; index++)
            {
                if (group.IsNew(delivery.Messages[index]))
                {
                    Deliver(group, delivery, delivery.Messages[index], members);
                }
            }
        }

        metrics.FannedOut(taken, (long)taken * members.Length);
        foreach (EdgeSession member in members)
        {
            member.Queue.Flush();
        }

        if (receipt == GroupReceipt.Gap)
        {
            groups.OnGap(group);
        }

        return ValueTask.FromResult(receipt);
    }

    public ValueTask<IReadOnlyList<int>> DeliverToSessionsAsync(IReadOnlyList<SessionDelivery> deliveries)
    {
        List<int>? refused = null;
        for (int index = 0; index < deliveries.Count; index++)
        {
            if (!TryDeliver(deliveries[index]))
            {
                (refused ??= []).Add(index);
            }
        }

        return ValueTask.FromResult<IReadOnlyList<int>>(refused is null ? [] : refused);
    }

    public ValueTask CloseSessionAsync(string connectionId, long generation, string closeTag)
    {
        if (sessions.Find(connectionId) is { } session && session.Generation <= generation)
        {
            sessions.End(session, CloseReason.FromTag(closeTag) ?? CloseReason.ClosedByServer);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<SessionTail?> TakeSessionAsync(string connectionId, long newGeneration) => sessions.GiveUpAsync(connectionId, newGeneration);

    public ValueTask<SessionSnapshot?> FindSessionAsync(string connectionId) =>
        ValueTask.FromResult(sessions.Find(connectionId) is { HasBegun: true } session ? session.Snapshot() : null);

    public ValueTask<GroupPosition?> RejoinGroupAsync(string hub, string group, GroupPosition start) =>
        ValueTask.FromResult(groups.Rejoin(hub, group, start));

    public ValueTask<IReadOnlyList<SessionSummary>> ListSessionsAsync(SessionQuery query) => ValueTask.FromResult(sessions.List(query));

    // A session that is opened on another thread may show its bucket before its user; its grain adds the user itself then.
    public ValueTask<IReadOnlyList<UserSession>> ListUsersAsync(string hub, int bucket) => ValueTask.FromResult<IReadOnlyList<UserSession>>(
        [.. sessions.All
            .Where(session => session.Bucket == bucket && session.UserId is not null && session.HasBegun && session.Hub == hub)
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

    private bool TryDeliver(SessionDelivery delivery)
    {
        if (sessions.Find(delivery.ConnectionId) is not { } session || session.Generation > delivery.Generation)
        {
            return false;
        }

        if (session.Takeover is not { } takeover)
        {
            for (int index = 0; index < delivery.Messages.Count; index++)
            {
                session.Deliver(delivery.Messages[index]);
            }
        }
        else if (!takeover.TryDeliver(session, delivery.Messages))
        {
            return false;
        }

        sessions.Addressed(session);
        session.Queue.Flush();
        return true;
    }

    private static void Deliver(LocalGroup group, GroupDelivery delivery, GroupMessage message, EdgeSession[] members)
    {
        EncodedMessage encoded = new(MessageTranslator.ToServer(group.Name, message, delivery.HasHistory ? delivery.Epoch : null), message.Data.Bytes);
        foreach (EdgeSession member in members)
        {
            if (message.ExceptConnectionId is null || message.ExceptConnectionId != member.ConnectionId)
            {
                member.Deliver(group, delivery.Epoch, message, encoded);
            }
        }
    }
}
