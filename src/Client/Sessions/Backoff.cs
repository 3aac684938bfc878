namespace Sws.Client.Sessions;

/// <summary>
/// Waits before attempts to reconnect: the bound doubles up to a maximum. The first wait is drawn from all of its range, because a
/// drained node lets thousands go at once; later ones from the upper half, so that an ailing server is left alone.
/// </summary>
internal sealed class Backoff(TimeSpan initial, TimeSpan max, Random random)
{
    private int _attempt;

    public TimeSpan Next()
    {
        // 2^30 times any initial delay is above any maximum; more would overflow.
        var bound = Math.Min(max.TotalMilliseconds, initial.TotalMilliseconds * (1L << Math.Min(_attempt, 30)));
        var share = _attempt == 0 ? random.NextDouble() : 0.5 + (random.NextDouble() / 2);
        _attempt++;
        return TimeSpan.FromMilliseconds(bound * share);
    }

    public void Reset() => _attempt = 0;
}
