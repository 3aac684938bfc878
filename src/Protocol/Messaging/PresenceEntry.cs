namespace Sws.Protocol.Messaging;

/// <summary>One member of a group.</summary>
/// <param name="ConnectionId">The member's session.</param>
/// <param name="UserId">Who the member is, if anybody.</param>
public sealed record PresenceEntry(string ConnectionId, string? UserId);
