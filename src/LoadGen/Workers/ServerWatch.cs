using Sws.LoadGen.Measuring;

namespace Sws.LoadGen.Workers;

/// <summary>Samples the server during a run: at the run's turning points, and every half second in between for the charts.</summary>
internal sealed class ServerWatch(IServerSampler? sampler, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly List<ServerSample> _samples = [];
    private Task _loop = Task.CompletedTask;

    /// <summary>Before the first connection.</summary>
    public ServerSample? Baseline { get; private set; }

    /// <summary>When all connections are open.</summary>
    public ServerSample? Connected { get; private set; }

    /// <summary>At the begin of the measured part.</summary>
    public ServerSample? MeasureStart { get; private set; }

    /// <summary>At its end, with all connections still open.</summary>
    public ServerSample? MeasureEnd { get; private set; }

    /// <summary>Every sample so far, in order.</summary>
    public IReadOnlyList<ServerSample> Samples
    {
        get
        {
            lock (_samples)
            {
                return [.. _samples];
            }
        }
    }

    /// <summary>The last sample; null before there is one.</summary>
    public ServerSample? Latest => Last(1);

    /// <summary>CPU between the last two samples, in cores; null before there are two.</summary>
    public double? LatestCores => Reports.ServerFigures.Utilisation(Last(2), Last(1), clock);

    /// <summary>Takes the baseline and starts sampling.</summary>
    /// <exception cref="RunFailedException">The server cannot be sampled.</exception>
    public async Task StartAsync()
    {
        if (sampler is null)
        {
            return;
        }

        Baseline = await ReadAsync().ConfigureAwait(false)
            ?? throw new RunFailedException("The server cannot be sampled: check --server-pid, or that --metrics-url answers within 5 s.");
        _loop = LoopAsync();
    }

    /// <summary>Marks the end of connecting.</summary>
    public async Task MarkConnectedAsync() => Connected = await ReadAsync().ConfigureAwait(false);

    /// <summary>Marks the begin of the measured part.</summary>
    public async Task MarkMeasureStartAsync() => MeasureStart = await ReadAsync().ConfigureAwait(false);

    /// <summary>Marks the end of the measured part.</summary>
    public async Task MarkMeasureEndAsync() => MeasureEnd = await ReadAsync().ConfigureAwait(false);

    /// <summary>Stops sampling.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
        _reading.Dispose();
    }

    private ServerSample? Last(int back)
    {
        lock (_samples)
        {
            return _samples.Count >= back ? _samples[^back] : null;
        }
    }

    private async Task LoopAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, clock, _stop.Token).ConfigureAwait(false);
                await ReadAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task<ServerSample?> ReadAsync()
    {
        if (sampler is null)
        {
            return null;
        }

        await _reading.WaitAsync().ConfigureAwait(false);
        try
        {
            var sample = await sampler.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            if (sample is not null)
            {
                lock (_samples)
                {
                    _samples.Add(sample);
                }
            }

            return sample;
        }
        finally
        {
            _reading.Release();
        }
    }
}
