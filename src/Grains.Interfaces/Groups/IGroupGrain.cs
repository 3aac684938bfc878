using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Interfaces.Groups;

/// <summary>One group of a hub: knows the edges that hold members, not the members. Key: <see cref="GroupKey"/>.</summary>
[GrainInterfaceType("sws.group"), Alias("sws.group")]
public interface IGroupGrain : IGrainWithStringKey
{
    /// <summary>
    /// An edge has its first local member, or wants to be sure that the group knows of it. When this returns, every message
    /// up to the returned position has been taken over by all edges that were subscribed before, and every later one goes
    /// to this edge too. Asking again, where no answer came, does no harm.
    /// </summary>
    /// <param name="edge">The edge.</param>
    /// <param name="have">The last message the edge has, when it was subscribed before; null when it needs none of the past.</param>
    [Alias("Subscribe")]
    ValueTask<GroupSubscription> SubscribeAsync(EdgeAddress edge, GroupPosition? have);

    /// <summary>An edge has lost its last local member.</summary>
    [Alias("Unsubscribe")]
    ValueTask UnsubscribeAsync(string edgeId);

    /// <summary>An edge was found dead.</summary>
    /// <param name="edgeId">The edge.</param>
    /// <param name="heard">
    /// The number of what the group's silo had heard from the edge for the group by then. Nothing happens when it has heard more:
    /// the edge has come back.
    /// </param>
    [Alias("EdgeDied")]
    ValueTask EdgeDiedAsync(string edgeId, long heard);

    /// <summary>
    /// Publishes messages in order. Returns when every edge with members has taken them over, or is sure to learn that it
    /// missed some. What was published before under the same producer and number is not published again.
    /// </summary>
    /// <remarks>An edge that hangs is waited for, for up to 9.3 s: a caller that gave up before would send again what arrives.</remarks>
    /// <returns>Null when published; <c>Overloaded</c> or <c>Unavailable</c> when they may be lost.</returns>
    [Alias("Publish"), ResponseTimeout("00:00:15")]
    ValueTask<OperationError?> PublishAsync([Immutable] IReadOnlyList<GroupPublish> messages);

    /// <summary>A page of the messages that the group keeps, so that a gap can be filled.</summary>
    /// <param name="have">The last message that the reader has; null for all that are kept.</param>
    [Alias("Read")]
    ValueTask<GroupPage> ReadAsync(GroupPosition? have);

    /// <summary>A local session wants the presence state now and every change after it.</summary>
    [Alias("FollowPresence")]
    ValueTask FollowPresenceAsync(EdgeAddress edge, string connectionId);

    /// <summary>No local session of an edge follows presence any more.</summary>
    [Alias("UnfollowPresence")]
    ValueTask UnfollowPresenceAsync(string edgeId);

    /// <summary>An edge that was asked to watch reports who came and went.</summary>
    [Alias("PresenceChanged")]
    ValueTask PresenceChangedAsync(string edgeId, [Immutable] IReadOnlyList<GroupMember> joined, [Immutable] IReadOnlyList<GroupMember> left);
}
