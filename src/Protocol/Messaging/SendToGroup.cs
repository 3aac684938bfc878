namespace Sws.Protocol.Messaging;

/// <summary>Publishes to a group.</summary>
/// <param name="Group">Name of the group, 1–1024 UTF-8 bytes.</param>
/// <param name="Data">What to publish.</param>
/// <param name="NoEcho">The sender does not want its own message back.</param>
/// <param name="AckId">Asks for an <see cref="Ack"/>, and makes a resend harmless.</param>
public sealed record SendToGroup(string Group, MessageData Data, bool NoEcho, ulong? AckId) : ClientMessage;
