namespace Sws.Grains.Interfaces.Groups;

/// <summary>One message that a session publishes to a group.</summary>
/// <param name="FromUserId">The sender's user id.</param>
/// <param name="Data">The data.</param>
/// <param name="ExceptConnectionId">A session that shall not get it, or null.</param>
/// <param name="Producer">Who numbers the message, so that a repetition can be told; null when nobody does.</param>
/// <param name="Number">Its number.</param>
[GenerateSerializer, Immutable, Alias("sws.group-publish")]
public sealed record GroupPublish(
    [property: Id(0)] string? FromUserId,
    [property: Id(1)] Payload Data,
    [property: Id(2)] string? ExceptConnectionId,
    [property: Id(3)] string? Producer = null,
    [property: Id(4)] ulong Number = 0);
