namespace Sws.Grains.Interfaces.Groups;

/// <summary>One member of a group.</summary>
/// <param name="ConnectionId">The member's session.</param>
/// <param name="UserId">The member's user.</param>
[GenerateSerializer, Immutable, Alias("sws.group-member")]
public sealed record GroupMember([property: Id(0)] string ConnectionId, [property: Id(1)] string? UserId);
