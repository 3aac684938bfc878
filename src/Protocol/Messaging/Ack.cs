namespace Sws.Protocol.Messaging;

/// <summary>The outcome of a message that carried an ack id.</summary>
/// <param name="AckId">The ack id of that message.</param>
/// <param name="Success">Whether it was executed.</param>
/// <param name="Error">Why it was not. A resend of an executed message is an error named <c>Duplicate</c>.</param>
/// <param name="Position">After joining a group with history.</param>
public sealed record Ack(ulong AckId, bool Success, MessageError? Error, AckPosition? Position) : ServerMessage;
