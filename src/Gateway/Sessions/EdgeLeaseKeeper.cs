using Sws.Gateway.Diagnostics;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;

namespace Sws.Gateway.Sessions;

/// <summary>
/// Keeps this edge's lease, and does what the answers ask for: after grains have gone on without this edge, or have lost
/// their memory, it asserts its groups and sessions again.
/// </summary>
internal sealed partial class EdgeLeaseKeeper(
    IGrainFactory grains, EdgeIdentity identity, SessionRegistry sessions, GroupIndex groups, EdgeMetrics metrics, ILogger<EdgeLeaseKeeper> logger)
{
    private EdgeLease? _lease;
    private volatile bool _owesAssertion;
    private Task _asserting = Task.CompletedTask;

    private IEdgeDirectoryGrain Directory => grains.GetGrain<IEdgeDirectoryGrain>(0);

    /// <summary>Completes when what had to be asserted at the last renewal was, or could not be.</summary>
    public Task Asserted => _asserting;

    /// <summary>
    /// Renews the lease, and begins to assert what has to be asserted. That is not waited for: with many sessions, or a silo that
    /// hangs, it takes longer than the lease lasts. One call at a time.
    /// </summary>
    /// <returns>False when the cluster did not answer: the lease may run out.</returns>
    public async Task<bool> RenewAsync()
    {
        try
        {
            await RegisterAsync();
            metrics.LeaseRenewed(succeeded: true);
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            metrics.LeaseRenewed(succeeded: false);
            LogNotRenewed(logger, exception);
            return false;
        }

        if (_asserting.IsCompleted)
        {
            _asserting = AssertAsync();
        }

        return true;
    }

    /// <summary>Whether there are other edges that could take this one's sessions.</summary>
    public async Task<bool> HasPeersAsync()
    {
        try
        {
            EdgeList edges = await Directory.ListAsync();
            return edges.Edges.Any(edge => edge.EdgeId != identity.Id) || edges.Silent > 0;
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            LogNotRenewed(logger, exception);
            return false;
        }
    }

    /// <summary>Gives the lease back.</summary>
    public async Task ReleaseAsync()
    {
        // Behind that no grain may be told that it can count on this edge.
        await _asserting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await Directory.UnregisterAsync(identity.Id);
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            LogNotRenewed(logger, exception);
        }
    }

    private async Task RegisterAsync()
    {
        EdgeAddress address = identity.AddressFor(identity.Id);
        EdgeLease lease = await Directory.RegisterAsync(address, _lease?.Term);
        while (lease.Term != _lease?.Term)
        {
            // Noted here before the directory hears that it was: from then on grains count on this edge again, and it must
            // not take for granted what it had before.
            groups.Doubt();
            _owesAssertion = true;
            _lease = lease;
            lease = await Directory.RegisterAsync(address, lease.Term);
        }

        if (lease.Round != _lease!.Round)
        {
            _owesAssertion = true;
        }

        _lease = lease;
    }

    private async Task AssertAsync()
    {
        if (!_owesAssertion)
        {
            await groups.AssertFailedAsync();
            return;
        }

        // What is owed from here on, a later renewal begins.
        _owesAssertion = false;
        bool isDone = false;
        try
        {
            await groups.AssertAllAsync();
            isDone = await sessions.AssertAllAsync();
        }
        finally
        {
            if (!isDone)
            {
                _owesAssertion = true;
            }
        }
    }
}
