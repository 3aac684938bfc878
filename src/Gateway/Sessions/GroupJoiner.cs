using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol.Messaging;
using GroupMessage = Sws.Grains.Interfaces.Groups.GroupMessage;

namespace Sws.Gateway.Sessions;

/// <summary>
/// Lets sessions join groups, and brings those that name a position up to date first: the group's live messages are held
/// back from the session, the history is delivered page by page, and where it meets what the edge has got to, the session
/// goes on with the live messages. Held messages need not be kept: the history has them.
/// </summary>
internal sealed class GroupJoiner(GroupIndex groups, TimeProvider time)
{
    // How often a full queue is looked at. The client's acks come in a few milliseconds when it is fast.
    private static readonly TimeSpan RoomDelay = TimeSpan.FromMilliseconds(20);

    /// <summary>Joins. When this returns without error, every later message of the group reaches the session.</summary>
    public async ValueTask<GroupJoin> JoinAsync(EdgeSession session, JoinGroupCommand command)
    {
        GroupHold? hold = command.Recover is null ? null : session.Hold(command.Group);
        if (await groups.JoinAsync(session, command.Group, command.Presence) is { } error)
        {
            Release(session, command.Group, hold);
            return GroupJoin.Failed(error);
        }

        if (groups.Find(session.Hub, command.Group) is not { } group)
        {
            return GroupJoin.Failed(OperationErrors.Unavailable);
        }

        if (hold is null || !group.HasHistory)
        {
            return new GroupJoin(null, JoinLive(session, group, hold), null);
        }

        return await RecoverAsync(session, group, hold, command.Recover!);
    }

    private async ValueTask<GroupJoin> RecoverAsync(EdgeSession session, LocalGroup group, GroupHold hold, GroupPosition from)
    {
        GroupPage page;
        try
        {
            page = await groups.ReadAsync(group, from);
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            groups.Leave(session, group.Name);
            return GroupJoin.Failed(OperationErrors.Unavailable);
        }

        return page.IsWhole
            ? new GroupJoin(null, new AckPosition(true, page.Epoch, page.Last), () => CatchUpAsync(session, group, hold, from, page))
            : new GroupJoin(null, JoinLive(session, group, hold), null);
    }

    /// <summary>The session takes part from here on.</summary>
    private static AckPosition? JoinLive(EdgeSession session, LocalGroup group, GroupHold? hold)
    {
        // Between two deliveries: each is behind the position and reaches the session, or before it.
        lock (group.Delivery)
        {
            lock (group.Gate)
            {
                Release(session, group.Name, hold);
                return group is { HasHistory: true, Position: { } position } ? new AckPosition(false, position.Epoch, position.Offset) : null;
            }
        }
    }

    private static void Release(EdgeSession session, string group, GroupHold? hold)
    {
        if (hold is not null)
        {
            session.Release(group, hold);
        }
    }

    private async Task CatchUpAsync(EdgeSession session, LocalGroup group, GroupHold hold, GroupPosition from, GroupPage page)
    {
        GroupPosition at = from;
        try
        {
            while (page.IsWhole && session.Holds(group.Name, hold))
            {
                foreach (GroupMessage message in page.Messages)
                {
                    if (!await DeliverAsync(session, group, hold, page.Epoch, message))
                    {
                        return;
                    }

                    at = new GroupPosition(page.Epoch, message.Offset);
                }

                session.Queue.Flush();
                if (TryGoLive(session, group, hold, at))
                {
                    return;
                }

                page = await groups.ReadAsync(group, at);
            }
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            // Then it is not whole, and the session must not go on as if it were.
        }

        if (session.Holds(group.Name, hold))
        {
            groups.MessagesMissed?.Invoke(session);
        }
    }

    private async ValueTask<bool> DeliverAsync(EdgeSession session, LocalGroup group, GroupHold hold, string epoch, GroupMessage message)
    {
        while (!session.Queue.HasRoom)
        {
            session.Queue.Flush();
            await Task.Delay(RoomDelay, time);
            if (!session.Holds(group.Name, hold))
            {
                return false;
            }
        }

        if (message.ExceptConnectionId is null || message.ExceptConnectionId != session.ConnectionId)
        {
            EncodedMessage encoded = new(MessageTranslator.ToServer(group.Name, message, epoch), message.Data.Bytes);
            session.Enqueue(encoded.For(session.Codec), sequenced: true);
        }

        return true;
    }

    /// <summary>Ends the hold if the edge has delivered nothing that the session has not got.</summary>
    private static bool TryGoLive(EdgeSession session, LocalGroup group, GroupHold hold, GroupPosition at)
    {
        lock (group.Delivery)
        {
            lock (group.Gate)
            {
                if (group.Position is not { } position || position.Epoch != at.Epoch || position.Offset > at.Offset)
                {
                    return false;
                }

                session.EndHold(hold, at.Offset);
                return true;
            }
        }
    }
}
