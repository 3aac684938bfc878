namespace Sws.LoadGen.Workers;

/// <summary>End the load early, and report what there is.</summary>
internal sealed record StopMessage : ControllerMessage;
