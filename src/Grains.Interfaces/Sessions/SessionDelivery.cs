namespace Sws.Grains.Interfaces.Sessions;

/// <summary>Messages for one session on their way to its edge.</summary>
/// <param name="ConnectionId">The session.</param>
/// <param name="Generation">The attach number the grain believes the edge to hold.</param>
/// <param name="Messages">The messages, ascending by outbox id.</param>
[GenerateSerializer, Immutable, Alias("sws.session-delivery")]
public sealed record SessionDelivery(
    [property: Id(0)] string ConnectionId,
    [property: Id(1)] long Generation,
    [property: Id(2)] IReadOnlyList<DirectMessage> Messages);
