namespace Sws.Protocol.Messaging;

/// <summary>
/// A message another client sent to this user or connection. Not part of the published protocol: clients that know only that one
/// ignore it. It does not pose as a message of the server, which applications trust more than one of a peer.
/// </summary>
/// <param name="FromUserId">Who sent it, if a client with a user id did.</param>
/// <param name="Data">What was sent.</param>
/// <param name="ToUser">True: sent to the user; false: sent to this connection.</param>
/// <param name="Number">
/// Its number among what is addressed to this session. A client that comes back says up to which it has them all, so that it gets the
/// others even when its session cannot go on. Null from servers that do not count.
/// </param>
/// <param name="Position">
/// Its place in the inbox of the user, where the hub keeps one. What a client had not acknowledged when its session ended comes
/// again in its next session, with the same place.
/// </param>
public sealed record DirectMessage(string? FromUserId, MessageData Data, bool ToUser, ulong? Number = null, StreamPosition? Position = null) : ServerMessage
{
    /// <inheritdoc/>
    public override bool IsSequenced => true;
}
