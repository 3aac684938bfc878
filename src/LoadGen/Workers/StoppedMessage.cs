namespace Sws.LoadGen.Workers;

/// <summary>The last message is sent; the worker waits for those outstanding.</summary>
internal sealed record StoppedMessage : WorkerMessage;
