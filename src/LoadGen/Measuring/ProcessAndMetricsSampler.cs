namespace Sws.LoadGen.Measuring;

/// <summary>
/// CPU and memory of processes of this machine, which /proc tells best, with the garbage collections that only the server can tell.
/// </summary>
internal sealed class ProcessAndMetricsSampler(IServerSampler processes, IServerSampler metrics) : IServerSampler
{
    /// <inheritdoc/>
    public async Task<ServerSample?> ReadAsync(CancellationToken cancellation)
    {
        // First, so that the moment is the one that was asked for, and not later by what the endpoint takes to answer.
        var sample = await processes.ReadAsync(cancellation).ConfigureAwait(false);
        return sample is null
            ? null
            : sample with { Collections = (await metrics.ReadAsync(cancellation).ConfigureAwait(false))?.Collections };
    }
}
