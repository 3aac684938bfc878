namespace Sws.Protocol.Messaging;

/// <summary>A message published to a group the client is in.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="FromUserId">Who published it, if a client with a user id did.</param>
/// <param name="Data">What was published.</param>
/// <param name="Position">Its place in the history, where the group has one.</param>
public sealed record GroupMessage(string Group, string? FromUserId, MessageData Data, StreamPosition? Position) : ServerMessage
{
    /// <inheritdoc/>
    public override bool IsSequenced => true;
}
