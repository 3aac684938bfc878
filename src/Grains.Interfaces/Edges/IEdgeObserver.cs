using Orleans.Concurrency;
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
    /// <summary>
    /// How long a caller waits for an edge before it asks again. An edge answers from memory, so this is only reached by one
    /// that hangs, or whose answers travel over a silo that does; longer than a full garbage collection of a large process.
    /// </summary>
    const string Timeout = "00:00:02";

    /// <summary>Hands messages of one group to every local member. In order: the group has one call per edge under way.</summary>
    [Alias("DeliverToGroup"), ResponseTimeout(Timeout)]
    ValueTask<GroupReceipt> DeliverToGroupAsync(GroupDelivery delivery);

    /// <summary>Hands messages to sessions that this observer serves.</summary>
    /// <param name="deliveries">What each is sent. A silo has one call under way; more only while one has no answer for 100 ms.</param>
    /// <returns>The indexes of those whose generation the edge does not hold: none, when it has taken all of it.</returns>
    [Alias("DeliverToSessions"), ResponseTimeout(Timeout)]
    ValueTask<IReadOnlyList<int>> DeliverToSessionsAsync([Immutable] IReadOnlyList<SessionDelivery> deliveries);

    /// <summary>Closes a session's socket and forgets the session, if the edge still holds <paramref name="generation"/> or an older one.</summary>
    [Alias("CloseSession"), ResponseTimeout(Timeout)]
    ValueTask CloseSessionAsync(string connectionId, long generation, string closeTag);

    /// <summary>
    /// Takes a session away from this edge because a newer connection of it attaches elsewhere; its tail goes with it. The
    /// edge lets the session's commands end first, up to 2 s; what is for others does not wait behind that.
    /// </summary>
    /// <returns>Null when the edge holds no generation below <paramref name="newGeneration"/> of the session.</returns>
    [Alias("TakeSession"), ResponseTimeout("00:00:03"), AlwaysInterleave]
    ValueTask<SessionTail?> TakeSessionAsync(string connectionId, long newGeneration);

    /// <summary>What this edge holds of a session, so that a grain that comes back empty can be refilled.</summary>
    [Alias("FindSession"), ResponseTimeout(Timeout)]
    ValueTask<SessionSnapshot?> FindSessionAsync(string connectionId);

    /// <summary>
    /// A group grain that comes back empty asks whether the edge has local members. An edge that has takes messages of the
    /// new incarnation from then on and none of an older one.
    /// </summary>
    /// <param name="hub">The hub.</param>
    /// <param name="group">The group.</param>
    /// <param name="start">Where the new incarnation starts.</param>
    /// <returns>Null when the edge has no members; else the last message it has, with an empty epoch when it has none.</returns>
    [Alias("RejoinGroup"), ResponseTimeout(Timeout)]
    ValueTask<GroupPosition?> RejoinGroupAsync(string hub, string group, GroupPosition start);

    /// <summary>The local sessions whose user falls into one bucket of a hub's user directory.</summary>
    [Alias("ListUsers"), ResponseTimeout(Timeout)]
    ValueTask<IReadOnlyList<UserSession>> ListUsersAsync(string hub, int bucket);

    /// <summary>Turns reporting of joins and leaves in a group on or off, and returns the local members.</summary>
    [Alias("WatchGroup"), ResponseTimeout(Timeout)]
    ValueTask<IReadOnlyList<GroupMember>> WatchGroupAsync(string hub, string group, bool watch);

    /// <summary>Hands a presence state or change to the local sessions that asked for it.</summary>
    [Alias("DeliverPresence"), ResponseTimeout(Timeout)]
    ValueTask DeliverPresenceAsync(PresenceDelivery delivery);

    /// <summary>The local sessions that an operator asks for.</summary>
    [Alias("ListSessions"), ResponseTimeout(Timeout)]
    ValueTask<IReadOnlyList<SessionSummary>> ListSessionsAsync(SessionQuery query);
}
