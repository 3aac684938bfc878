namespace Sws.Grains.Interfaces.Sessions;

/// <summary>Whom a client addresses directly; exactly one member is set.</summary>
/// <param name="UserId">All sessions of a user.</param>
/// <param name="ConnectionId">One session.</param>
[GenerateSerializer, Immutable, Alias("sws.session-target")]
public sealed record SessionTarget([property: Id(0)] string? UserId, [property: Id(1)] string? ConnectionId);
