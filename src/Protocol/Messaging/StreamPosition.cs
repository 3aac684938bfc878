namespace Sws.Protocol.Messaging;

/// <summary>A place in the history of a group.</summary>
/// <param name="Epoch">Names one life of the history; a different epoch means the history began anew.</param>
/// <param name="Offset">Number of the message within the epoch; the first one is 1.</param>
public sealed record StreamPosition(string Epoch, ulong Offset);
