namespace Sws.Grains.Interfaces.Edges;

/// <summary>One live session of a user, as an edge reports it.</summary>
/// <param name="UserId">The user.</param>
/// <param name="ConnectionId">The session's connection id.</param>
[GenerateSerializer, Immutable, Alias("sws.user-session")]
public sealed record UserSession([property: Id(0)] string UserId, [property: Id(1)] string ConnectionId);
