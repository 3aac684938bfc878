namespace Sws.LoadGen.Workers;

/// <summary>Open the connections of this job, then answer <see cref="ReadyMessage"/>.</summary>
internal sealed record PrepareMessage(WorkerJob Job) : ControllerMessage;
