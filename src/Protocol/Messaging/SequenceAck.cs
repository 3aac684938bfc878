namespace Sws.Protocol.Messaging;

/// <summary>Every message up to and including this sequence id was received (reliable protocols only).</summary>
/// <param name="SequenceId">The highest sequence id received.</param>
public sealed record SequenceAck(ulong SequenceId) : ClientMessage;
