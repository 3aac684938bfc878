namespace Sws.Protocol.Messaging;

/// <summary>The answer to a <see cref="Ping"/>.</summary>
public sealed record Pong : ServerMessage;
