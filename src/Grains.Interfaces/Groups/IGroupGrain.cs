using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Interfaces.Groups;

/// <summary>One group of a hub: knows the edges that hold members, not the members. Key: <see cref="GroupKey"/>.</summary>
[GrainInterfaceType("sws.group"), Alias("sws.group")]
public interface IGroupGrain : IGrainWithStringKey
{
    /// <summary>
    /// An edge has its first local member. When this returns, every message up to the returned offset has been taken
    /// over by all edges that were subscribed before, and every later one goes to this edge too.
    /// </summary>
    [Alias("Subscribe")]
    ValueTask<GroupPosition> SubscribeAsync(EdgeAddress edge);

    /// <summary>An edge has lost its last local member.</summary>
    [Alias("Unsubscribe")]
    ValueTask UnsubscribeAsync(string edgeId);

    /// <summary>Publishes messages in order. Returns when every edge with members has taken them over.</summary>
    [Alias("Publish")]
    ValueTask PublishAsync(IReadOnlyList<GroupPublish> messages);

    /// <summary>A local session wants the presence state now and every change after it.</summary>
    [Alias("FollowPresence")]
    ValueTask FollowPresenceAsync(EdgeAddress edge, string connectionId);

    /// <summary>No local session of an edge follows presence any more.</summary>
    [Alias("UnfollowPresence")]
    ValueTask UnfollowPresenceAsync(string edgeId);

    /// <summary>An edge that was asked to watch reports who came and went.</summary>
    [Alias("PresenceChanged")]
    ValueTask PresenceChangedAsync(string edgeId, IReadOnlyList<GroupMember> joined, IReadOnlyList<GroupMember> left);
}
