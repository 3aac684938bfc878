using Sws.Grains.Interfaces.Trust;

namespace Sws.Grains.Trust;

/// <summary>
/// What this process believes to be trusted: the last that the trust grain said. Empty until it has said something, and
/// then nobody is let in; kept when the grain cannot be reached.
/// </summary>
public sealed class TrustCache
{
    private TrustView? _view;

    /// <summary>Makes an empty cache.</summary>
    public TrustCache()
    {
    }

    /// <summary>Makes a cache that knows something from the start.</summary>
    /// <param name="snapshot">What is trusted.</param>
    public TrustCache(TrustSnapshot snapshot) => _view = TrustView.From(snapshot, before: null);

    /// <summary>The present view; null before the first.</summary>
    public TrustView? View => Volatile.Read(ref _view);

    /// <summary>Asks the trust grain whether something changed.</summary>
    /// <param name="grains">The way to the grain.</param>
    /// <returns>True when there is a new view.</returns>
    /// <exception cref="OrleansException">The grain cannot be reached; the present view stays.</exception>
    /// <exception cref="TimeoutException">It does not answer; the present view stays.</exception>
    public async Task<bool> RefreshAsync(IGrainFactory grains)
    {
        ArgumentNullException.ThrowIfNull(grains);
        TrustView? before = View;
        TrustSnapshot? snapshot = await grains.GetGrain<ITrustGrain>(0).GetAsync(before?.Snapshot.Tag);
        return snapshot is not null && TrySet(snapshot, before);
    }

    /// <summary>Sets a view unless a newer one is there: two refreshes may overtake each other.</summary>
    internal bool TrySet(TrustSnapshot snapshot, TrustView? before)
    {
        TrustView next = TrustView.From(snapshot, before);
        while (true)
        {
            TrustView? present = View;
            if (present is not null && present != before && present.Snapshot.Version >= snapshot.Version)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _view, next, present) == present)
            {
                return true;
            }
        }
    }
}
