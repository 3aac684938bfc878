namespace Sws.Grains.Interfaces.Sessions;

/// <summary>A message that another client sent to this connection or user.</summary>
/// <param name="FromUserId">The sender's user id.</param>
/// <param name="Data">The data.</param>
/// <param name="ToUser">True when it was addressed to the user, false when to the connection.</param>
/// <param name="Producer">The session that sent it with an ackId, so that the same one is not delivered twice; null without.</param>
/// <param name="Number">That ackId.</param>
/// <param name="Inbox">Its place in the user's inbox, where the hub keeps one; null otherwise.</param>
[GenerateSerializer, Immutable, Alias("sws.client-data")]
public sealed record ClientData(
    [property: Id(0)] string? FromUserId,
    [property: Id(1)] Payload Data,
    [property: Id(2)] bool ToUser,
    [property: Id(3)] string? Producer = null,
    [property: Id(4)] ulong Number = 0,
    [property: Id(5)] InboxPosition? Inbox = null) : DirectContent;
