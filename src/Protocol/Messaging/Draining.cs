namespace Sws.Protocol.Messaging;

/// <summary>The gateway will close this connection soon so that its node can stop; the client should reconnect.</summary>
/// <param name="AfterMs">Milliseconds until it does.</param>
public sealed record Draining(int AfterMs) : ServerMessage;
