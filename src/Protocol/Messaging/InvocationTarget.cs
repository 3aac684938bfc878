namespace Sws.Protocol.Messaging;

/// <summary>Who is to answer an <see cref="Invoke"/>: the hub's handler, or one client.</summary>
/// <param name="Event">Name of the event. Always present for the hub's handler; optional for a client, which sees it.</param>
/// <param name="UserId">A connection of this user answers.</param>
/// <param name="ConnectionId">This connection answers; never together with <paramref name="UserId"/>.</param>
public sealed record InvocationTarget(string? Event, string? UserId, string? ConnectionId);
