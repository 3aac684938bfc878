namespace Sws.LoadGen.Workers;

/// <summary>Nothing new, but the worker is there: a controller takes long silence for a machine or network that is gone.</summary>
internal sealed record AliveMessage : WorkerMessage;
