namespace Sws.Protocol.Messaging;

/// <summary>The last message before the gateway closes the connection.</summary>
/// <param name="Message">Why, for people.</param>
public sealed record Disconnected(string? Message) : ServerMessage;
