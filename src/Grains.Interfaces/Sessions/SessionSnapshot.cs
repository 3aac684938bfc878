namespace Sws.Grains.Interfaces.Sessions;

/// <summary>All that an edge knows of a session and its grain needs: enough to refill a grain that lost its memory.</summary>
/// <param name="Open">The request that the session began with, naming the edge that holds it now.</param>
/// <param name="Generation">The attach number that the edge holds.</param>
/// <param name="UserId">The user id that was given.</param>
/// <param name="RecoveryToken">The recovery token that was given.</param>
/// <param name="Groups">The groups the session is in.</param>
/// <param name="AckIds">The ackIds that were carried out.</param>
/// <param name="LastOutboxId">The last <see cref="DirectMessage.OutboxId"/> that was queued for the session.</param>
/// <param name="Attached">Whether a socket is attached now.</param>
/// <param name="Inbox">The last message of the user's inbox that was queued for the session; null when none was.</param>
/// <param name="Number">Ascending per session, over all of its edges: a grain that is filled from this one gives outbox ids above those of any earlier memory.</param>
[GenerateSerializer, Immutable, Alias("sws.session-snapshot")]
public sealed record SessionSnapshot(
    [property: Id(0)] SessionOpen Open,
    [property: Id(1)] long Generation,
    [property: Id(2)] string? UserId,
    [property: Id(3)] string? RecoveryToken,
    [property: Id(4)] IReadOnlyList<GroupMembership> Groups,
    [property: Id(5)] IReadOnlyList<AckIdRange> AckIds,
    [property: Id(6)] long LastOutboxId,
    [property: Id(7)] bool Attached,
    [property: Id(8)] InboxPosition? Inbox = null,
    [property: Id(9)] long Number = 0);
