namespace Sws.LoadGen.Workers;

/// <summary>How far connecting has come.</summary>
/// <param name="Opened">Connections opened so far.</param>
/// <param name="Failed">Connections that failed so far.</param>
internal sealed record ConnectingMessage(long Opened, long Failed) : WorkerMessage;
