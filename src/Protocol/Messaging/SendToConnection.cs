namespace Sws.Protocol.Messaging;

/// <summary>Sends to one connection. Not part of the published protocol.</summary>
/// <param name="ConnectionId">The connection, 1–1024 UTF-8 bytes.</param>
/// <param name="Data">What to send.</param>
/// <param name="AckId">Asks for an <see cref="Ack"/>, and makes a resend harmless.</param>
public sealed record SendToConnection(string ConnectionId, MessageData Data, ulong? AckId) : ClientMessage;
