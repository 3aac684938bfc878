using Sws.Gateway.Sessions;

namespace Sws.Gateway.Hosting;

/// <summary>How many silos this edge is connected with.</summary>
internal sealed partial class SiloLinks(SiloLoss loss, ILogger<SiloLinks> logger)
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void OnChanged(object? sender, GatewayCountChangedEventArgs change)
    {
        Volatile.Write(ref _count, change.NumberOfConnectedGateways);
        if (change.NumberOfConnectedGateways != change.PreviousNumberOfConnectedGateways)
        {
            LogChanged(logger, change.NumberOfConnectedGateways);
        }

        if (change.NumberOfConnectedGateways < change.PreviousNumberOfConnectedGateways)
        {
            loss.Report();
        }
    }

    public void OnLost(object? sender, EventArgs lost)
    {
        Volatile.Write(ref _count, 0);
        LogLost(logger);
    }

    [LoggerMessage(1421, LogLevel.Information, "Connected with {Count} silos")]
    private static partial void LogChanged(ILogger logger, int count);

    [LoggerMessage(1422, LogLevel.Warning, "No silo of the cluster can be reached; this edge keeps its sockets and tries again. Start silos with the same Cluster:ClusterId and Cluster:Redis")]
    private static partial void LogLost(ILogger logger);
}
