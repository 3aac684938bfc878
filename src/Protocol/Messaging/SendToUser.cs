namespace Sws.Protocol.Messaging;

/// <summary>Sends to every connection of a user. Not part of the published protocol.</summary>
/// <param name="UserId">The user, 1–1024 UTF-8 bytes.</param>
/// <param name="Data">What to send.</param>
/// <param name="AckId">Asks for an <see cref="Ack"/>, and makes a resend harmless.</param>
public sealed record SendToUser(string UserId, MessageData Data, ulong? AckId) : ClientMessage;
