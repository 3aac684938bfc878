namespace Sws.LoadGen.Workers;

/// <summary>The connections are open, or have failed.</summary>
/// <param name="Opened">Connections open.</param>
/// <param name="Failed">Connections that failed.</param>
/// <param name="ConnectSeconds">How long connecting took.</param>
/// <param name="ManagedBytesPerConnection">The generator's own managed memory per open connection; 0 when too few are open to tell.</param>
internal sealed record ReadyMessage(int Opened, int Failed, double ConnectSeconds, long ManagedBytesPerConnection) : WorkerMessage;
