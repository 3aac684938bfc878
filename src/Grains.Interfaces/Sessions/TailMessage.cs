namespace Sws.Grains.Interfaces.Sessions;

/// <summary>One unacknowledged message of a session, encoded in the session's protocol.</summary>
/// <param name="SequenceId">Its sequence number.</param>
/// <param name="Body">The encoded message without its sequence number.</param>
/// <param name="OutboxId">Its id in the session grain's outbox, or 0.</param>
[GenerateSerializer, Immutable, Alias("sws.tail-message")]
public sealed record TailMessage([property: Id(0)] ulong SequenceId, [property: Id(1)] byte[] Body, [property: Id(2)] long OutboxId);
