namespace Sws.Grains.Interfaces.Sessions;

/// <summary>What an edge hands over when a session moves to another: position and unacknowledged messages.</summary>
/// <param name="LastSequenceId">The last sequence number the edge gave out.</param>
/// <param name="AckedSequenceId">The client's last cumulative acknowledgement.</param>
/// <param name="Messages">The unacknowledged messages, ascending.</param>
/// <param name="GroupOffsets">For each group, the offset of the last message that was queued for the session.</param>
/// <param name="LastOutboxId">The last <see cref="DirectMessage.OutboxId"/> that was queued for the session.</param>
/// <param name="Inbox">The last message of the user's inbox that was queued for the session; null when none was.</param>
/// <param name="Seen">Group messages of the last minute that were queued for the session, where only edges can tell that one comes again; null or empty when none were.</param>
/// <param name="SeenDirect">The same for messages to the session itself.</param>
/// <param name="LastSnapshot">The last <see cref="SessionSnapshot.Number"/> that was given out.</param>
[GenerateSerializer, Immutable, Alias("sws.session-tail")]
public sealed record SessionTail(
    [property: Id(0)] ulong LastSequenceId,
    [property: Id(1)] ulong AckedSequenceId,
    [property: Id(2)] IReadOnlyList<TailMessage> Messages,
    [property: Id(3)] IReadOnlyList<GroupOffset> GroupOffsets,
    [property: Id(4)] long LastOutboxId,
    [property: Id(5)] InboxPosition? Inbox = null,
    [property: Id(6)] IReadOnlyList<ProducerNumbers>? Seen = null,
    [property: Id(7)] IReadOnlyList<ProducerNumbers>? SeenDirect = null,
    [property: Id(8)] long LastSnapshot = 0);
