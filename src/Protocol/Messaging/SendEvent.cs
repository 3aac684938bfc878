namespace Sws.Protocol.Messaging;

/// <summary>Sends an event to the hub's handler.</summary>
/// <param name="Event">Name of the event, 1–1024 UTF-8 bytes.</param>
/// <param name="Data">What to send.</param>
/// <param name="AckId">Asks for an <see cref="Ack"/>, and makes a resend harmless.</param>
public sealed record SendEvent(string Event, MessageData Data, ulong? AckId) : ClientMessage;
