namespace Sws.Protocol.Handshake;

/// <summary>The outcome of giving one message to a handshake.</summary>
/// <param name="Action">What to do now.</param>
/// <param name="Text">UTF-8 JSON to send, in an array of its own; empty unless the action sends.</param>
/// <param name="Failure">Why to close; null unless the action is <see cref="HandshakeAction.Fail"/>.</param>
public readonly record struct HandshakeStep(HandshakeAction Action, ReadOnlyMemory<byte> Text, CloseReason? Failure)
{
    internal static HandshakeStep Completed { get; } = new(HandshakeAction.Complete, default, null);

    internal static HandshakeStep Send(ReadOnlyMemory<byte> text) => new(HandshakeAction.Send, text, null);

    internal static HandshakeStep SendAndComplete(ReadOnlyMemory<byte> text) => new(HandshakeAction.SendAndComplete, text, null);

    internal static HandshakeStep Fail(CloseReason reason) => new(HandshakeAction.Fail, default, reason);
}
