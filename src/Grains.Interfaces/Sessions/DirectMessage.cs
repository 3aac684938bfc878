namespace Sws.Grains.Interfaces.Sessions;

/// <summary>One message addressed to a session. The session's grain keeps it until the client has acknowledged it.</summary>
/// <param name="OutboxId">Ascending per session, given by the session's grain; 0 before that.</param>
/// <param name="Content">What is sent.</param>
[GenerateSerializer, Immutable, Alias("sws.direct-message")]
public sealed record DirectMessage([property: Id(0)] long OutboxId, [property: Id(1)] DirectContent Content);
