using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Interfaces.Edges;

/// <summary>
/// How grains reach an edge. An edge process registers a few of these, never one per connection; a call carries one
/// payload and the edge finds the sessions. Calls are awaited: an answer means that the edge has taken the message over.
/// </summary>
[Alias("sws.edge-observer")]
public interface IEdgeObserver : IGrainObserver
{
    /// <summary>Hands messages of one group to every local member. In order: the group has one call per edge under way.</summary>
    [Alias("DeliverToGroup")]
    ValueTask DeliverToGroupAsync(GroupDelivery delivery);

    /// <summary>Hands messages to one session.</summary>
    /// <returns>False when the edge does not hold this generation of the session.</returns>
    [Alias("DeliverToSession")]
    ValueTask<bool> DeliverToSessionAsync(SessionDelivery delivery);

    /// <summary>Closes a session's socket and forgets the session, if the edge still holds <paramref name="generation"/> or an older one.</summary>
    [Alias("CloseSession")]
    ValueTask CloseSessionAsync(string connectionId, long generation, string closeTag);

    /// <summary>Takes a session away from this edge because a newer connection of it attaches elsewhere; its tail goes with it.</summary>
    /// <returns>Null when the edge holds no generation below <paramref name="newGeneration"/> of the session.</returns>
    [Alias("TakeSession")]
    ValueTask<SessionTail?> TakeSessionAsync(string connectionId, long newGeneration);

    /// <summary>What this edge holds of a session, so that a grain that comes back empty can be refilled.</summary>
    [Alias("FindSession")]
    ValueTask<SessionSnapshot?> FindSessionAsync(string connectionId);

    /// <summary>Whether the edge has local members in a group, so that a group grain that comes back empty can be refilled.</summary>
    [Alias("HasGroup")]
    ValueTask<bool> HasGroupAsync(string hub, string group);

    /// <summary>The local sessions whose user falls into one bucket of a hub's user directory.</summary>
    [Alias("ListUsers")]
    ValueTask<IReadOnlyList<UserSession>> ListUsersAsync(string hub, int bucket);

    /// <summary>Turns reporting of joins and leaves in a group on or off, and returns the local members.</summary>
    [Alias("WatchGroup")]
    ValueTask<IReadOnlyList<GroupMember>> WatchGroupAsync(string hub, string group, bool watch);

    /// <summary>Hands a presence state or change to the local sessions that asked for it.</summary>
    [Alias("DeliverPresence")]
    ValueTask DeliverPresenceAsync(PresenceDelivery delivery);
}
