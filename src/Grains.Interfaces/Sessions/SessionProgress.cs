namespace Sws.Grains.Interfaces.Sessions;

/// <summary>How far a client has got; reported at most once a second per session.</summary>
/// <param name="Generation">The attach number that the edge holds.</param>
/// <param name="OutboxAckedUpTo">Every <see cref="DirectMessage.OutboxId"/> up to this was acknowledged by the client.</param>
[GenerateSerializer, Immutable, Alias("sws.session-progress")]
public sealed record SessionProgress([property: Id(0)] long Generation, [property: Id(1)] long OutboxAckedUpTo);
