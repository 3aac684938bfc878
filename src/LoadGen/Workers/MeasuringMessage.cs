namespace Sws.LoadGen.Workers;

/// <summary>The warm-up is over.</summary>
internal sealed record MeasuringMessage : WorkerMessage;
