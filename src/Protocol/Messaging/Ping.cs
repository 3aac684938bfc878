namespace Sws.Protocol.Messaging;

/// <summary>Asks for a <see cref="Pong"/>.</summary>
public sealed record Ping : ClientMessage;
