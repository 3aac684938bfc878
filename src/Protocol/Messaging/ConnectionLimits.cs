namespace Sws.Protocol.Messaging;

/// <summary>What a connection may do before it is refused or closed.</summary>
/// <param name="MaxMessageBytes">Size of one message, in bytes.</param>
/// <param name="MaxUnackedMessages">Messages kept for a client that does not acknowledge.</param>
/// <param name="MaxUnackedBytes">Bytes kept for a client that does not acknowledge.</param>
/// <param name="MaxGroups">Groups the session may be in.</param>
public sealed record ConnectionLimits(int MaxMessageBytes, int MaxUnackedMessages, int MaxUnackedBytes, int MaxGroups);
