namespace Sws.Protocol.Messaging;

/// <summary>Asks to join a group.</summary>
/// <param name="Group">Name of the group, 1–1024 UTF-8 bytes.</param>
/// <param name="AckId">Asks for an <see cref="Ack"/>, and makes a resend harmless.</param>
/// <param name="Recover">Last position seen; the messages after it are sent before any newer one.</param>
/// <param name="Presence">Asks for <see cref="Messaging.Presence"/> of this group.</param>
public sealed record JoinGroup(string Group, ulong? AckId, StreamPosition? Recover, bool Presence) : ClientMessage;
