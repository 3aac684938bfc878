namespace Sws.Gateway.Hosting;

/// <summary>Lets an edge wait for the first silo instead of giving up.</summary>
internal sealed partial class SiloRetry(TimeProvider time, ILogger<SiloRetry> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogNoSilo(logger, exception.GetType().Name, Delay.TotalSeconds);
        await Task.Delay(Delay, time, cancellationToken);
        return true;
    }

    [LoggerMessage(1423, LogLevel.Warning, "No silo can be reached yet ({Problem}); start silos with the same Cluster:ClusterId and Cluster:Redis. Trying again in {Seconds} s")]
    private static partial void LogNoSilo(ILogger logger, string problem, double seconds);
}
