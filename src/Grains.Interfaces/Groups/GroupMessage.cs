namespace Sws.Grains.Interfaces.Groups;

/// <summary>One message of a group.</summary>
/// <param name="Offset">Its place in the group's stream; the first of an epoch is 1.</param>
/// <param name="FromUserId">The sender's user id.</param>
/// <param name="Data">The data.</param>
/// <param name="ExceptConnectionId">A session that does not get it (the sender, with noEcho), or null.</param>
/// <param name="Producer">Who numbered the message, where only edges can tell that it comes again: a group that forgets with its silo. Else null.</param>
/// <param name="Number">Its number.</param>
[GenerateSerializer, Immutable, Alias("sws.group-message")]
public sealed record GroupMessage(
    [property: Id(0)] ulong Offset,
    [property: Id(1)] string? FromUserId,
    [property: Id(2)] Payload Data,
    [property: Id(3)] string? ExceptConnectionId,
    [property: Id(4)] string? Producer = null,
    [property: Id(5)] ulong Number = 0);
