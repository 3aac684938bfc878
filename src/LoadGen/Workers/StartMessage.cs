namespace Sws.LoadGen.Workers;

/// <summary>All workers are ready: start the load.</summary>
internal sealed record StartMessage : ControllerMessage;
