namespace Sws.LoadGen.Workers;

/// <summary>The worker cannot do its job.</summary>
/// <param name="Reason">One line for the user.</param>
internal sealed record FailedMessage(string Reason) : WorkerMessage;
