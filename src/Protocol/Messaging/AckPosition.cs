namespace Sws.Protocol.Messaging;

/// <summary>Where a group's history stands for a client that joined.</summary>
/// <param name="Recovered">Whether every message after the asked position follows. Never partly.</param>
/// <param name="Epoch">The current epoch.</param>
/// <param name="Offset">The newest offset at the time of joining.</param>
public sealed record AckPosition(bool Recovered, string Epoch, ulong Offset);
