namespace Sws.Protocol.Messaging;

/// <summary>
/// A message another client sent to this user or connection. Not part of the published protocol: clients that know only that one
/// ignore it. It does not pose as a message of the server, which applications trust more than one of a peer.
/// </summary>
/// <param name="FromUserId">Who sent it, if a client with a user id did.</param>
/// <param name="Data">What was sent.</param>
/// <param name="ToUser">True: sent to the user; false: sent to this connection.</param>
public sealed record DirectMessage(string? FromUserId, MessageData Data, bool ToUser) : ServerMessage
{
    /// <inheritdoc/>
    public override bool IsSequenced => true;
}
