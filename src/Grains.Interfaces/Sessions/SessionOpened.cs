namespace Sws.Grains.Interfaces.Sessions;

/// <summary>The grain's answer to an open or a resume.</summary>
/// <param name="RefusedTag">Null when accepted; else the tag of the close reason.</param>
/// <param name="Generation">Attach number of this socket: an edge that holds a lower one no longer owns the session.</param>
/// <param name="UserId">The user id by the hub's policy.</param>
/// <param name="RecoveryToken">The token to recover with, when asked for.</param>
/// <param name="AckedUpTo">The highest ackId that was carried out, when resumed.</param>
/// <param name="Groups">The groups the session is in, when resumed.</param>
/// <param name="Tail">What the former edge still had to deliver, when resumed on another edge.</param>
/// <param name="Outbox">Messages addressed to the session that its tail lacks, in order, when resumed on another edge.</param>
/// <param name="HasMoved">Another edge holds the session than the one that was prepared for: prepare again.</param>
/// <param name="Owed">With a refusal because the session cannot go on: what the session's client has not received. A new session may begin with it.</param>
[GenerateSerializer, Immutable, Alias("sws.session-opened")]
public sealed record SessionOpened(
    [property: Id(0)] string? RefusedTag,
    [property: Id(1)] long Generation,
    [property: Id(2)] string? UserId,
    [property: Id(3)] string? RecoveryToken,
    [property: Id(4)] ulong? AckedUpTo,
    [property: Id(5)] IReadOnlyList<GroupMembership> Groups,
    [property: Id(6)] SessionTail? Tail,
    [property: Id(7)] IReadOnlyList<DirectMessage> Outbox,
    [property: Id(8)] bool HasMoved = false,
    [property: Id(9)] IReadOnlyList<DirectContent>? Owed = null)
{
    /// <summary>Another edge holds the session than the asking one thinks.</summary>
    public static SessionOpened Moved { get; } = new(null, 0, null, null, null, [], null, [], HasMoved: true);

    /// <summary>A refusal.</summary>
    /// <param name="tag">The tag of the close reason.</param>
    public static SessionOpened Refused(string tag) => new(tag, 0, null, null, null, [], null, []);
}
