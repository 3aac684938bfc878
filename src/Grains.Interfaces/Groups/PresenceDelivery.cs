namespace Sws.Grains.Interfaces.Groups;

/// <summary>Who is in a group, or who came and went.</summary>
/// <param name="Hub">The hub.</param>
/// <param name="Group">The group.</param>
/// <param name="ConnectionId">The one session that gets it (a state), or null for all that follow the group (a change).</param>
/// <param name="Joined">All members in a state; those who came in a change.</param>
/// <param name="Left">Those who went; empty in a state.</param>
[GenerateSerializer, Immutable, Alias("sws.presence-delivery")]
public sealed record PresenceDelivery(
    [property: Id(0)] string Hub,
    [property: Id(1)] string Group,
    [property: Id(2)] string? ConnectionId,
    [property: Id(3)] IReadOnlyList<GroupMember> Joined,
    [property: Id(4)] IReadOnlyList<GroupMember> Left);
