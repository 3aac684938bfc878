namespace Sws.Protocol.Messaging;

/// <summary>Asks to leave a group.</summary>
/// <param name="Group">Name of the group, 1–1024 UTF-8 bytes.</param>
/// <param name="AckId">Asks for an <see cref="Ack"/>, and makes a resend harmless.</param>
public sealed record LeaveGroup(string Group, ulong? AckId) : ClientMessage;
