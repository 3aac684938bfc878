using Sws.Grains.Interfaces;
using Sws.Grains.Trust;

namespace Sws.Gateway.Trust;

/// <summary>
/// Keeps this process's view of what is trusted right: asks twice a second whether it changed. A process that starts waits
/// for its first view; one that has a view keeps it for as long as it runs when the trust grain cannot be reached.
/// </summary>
internal sealed partial class TrustWatch(
    TrustCache cache,
    IGrainFactory grains,
    IServiceProvider services,
    TimeProvider time,
    ILogger<TrustWatch> logger) : BackgroundService
{
    // A change is in force within 2 s: half a second until it is asked for, the rest for the answer and for closing sessions.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WarnEvery = TimeSpan.FromSeconds(30);

    // Only edges have sessions to watch over.
    private readonly SessionWatch? _sessions = services.GetService<SessionWatch>();
    private long _lastAnswer;
    private long? _lastWarning;

    /// <summary>How long ago the trust grain last answered.</summary>
    public TimeSpan Age => time.GetElapsedTime(Volatile.Read(ref _lastAnswer));

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        while (!await TryRefreshAsync())
        {
            await Task.Delay(Interval, time, cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>Asks now. A change is in force in this process when the task ends.</summary>
    /// <returns>False when the trust grain did not answer.</returns>
    public async Task<bool> TryRefreshAsync()
    {
        try
        {
            bool changed = await cache.RefreshAsync(grains);
            Volatile.Write(ref _lastAnswer, time.GetTimestamp());
            if (changed)
            {
                TrustView view = cache.View!;
                LogChanged(logger, view.Snapshot.Version, view.Snapshot.Authorities.Count, view.Snapshot.Revocations.Count, view.Snapshot.Grants.Count);
                _sessions?.Trusting(view);
            }

            return true;
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            if (_lastWarning is not { } last || time.GetElapsedTime(last) >= WarnEvery)
            {
                _lastWarning = time.GetTimestamp();
                LogUnreachable(logger, exception);
            }

            return false;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested)
            {
                await TryRefreshAsync();
                _sessions?.EndExpired();
            }
        }
    }
}
