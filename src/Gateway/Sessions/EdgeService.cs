using Sws.Gateway.Options;
using Sws.Gateway.Trust;
using Sws.Grains.Edges;
using Sws.Grains.Interfaces.Edges;
using Sws.Protocol.Handshake;

namespace Sws.Gateway.Sessions;

/// <summary>
/// Brings this edge into the cluster before its port opens, keeps its lease, and takes it out again after its sessions
/// were told to move.
/// </summary>
internal sealed class EdgeService(
    IGrainFactory grains,
    EdgeIdentity identity,
    EdgeObserverSource observers,
    EdgeLeaseKeeper lease,
    EpochRotation epochs,
    SessionDrain drain,
    GatewaySettings settings,
    TimeProvider time) : IHostedLifecycleService, IDisposable
{
    // Orleans runs one call of an observer at a time; several let one edge use several cores.
    private const int Observers = 16;

    private readonly CancellationTokenSource _stopping = new();

    // Orleans holds observers by weak reference only.
    private EdgeObserver[] _observers = [];
    private Task _renewing = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _observers = [.. Enumerable.Range(0, Observers).Select(_ => observers.Create())];
        identity.SetObservers(_observers.Select(grains.CreateObjectReference<IEdgeObserver>));
        while (!await lease.RenewAsync())
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
        }

        bool speaksVersion2 = settings.Hubs.Any(hub => hub.Versions.HasFlag(SwsVersions.V2));
        while (speaksVersion2 && !await epochs.TryRotateAsync())
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _renewing = RenewAsync();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => drain.RunAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _renewing;
        await lease.ReleaseAsync();
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task RenewAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await Task.Delay(EdgeLeases.Renewal, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await lease.RenewAsync();
        }
    }
}
