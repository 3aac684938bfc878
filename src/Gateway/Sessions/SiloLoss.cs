namespace Sws.Gateway.Sessions;

/// <summary>
/// Ends the calls that an edge has under way when it loses a silo. Orleans ends those of other silos; an edge's would wait
/// for an answer until their time is up, for nothing says over which silo it was to come.
/// </summary>
internal sealed class SiloLoss(TimeProvider time) : IDisposable
{
    /// <summary>What other silos were asked before has its answer by then.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);

    private CancellationTokenSource _calls = new();

    /// <summary>For a call that begins now: cancelled when a silo has been lost since, and <see cref="Grace"/> is over.</summary>
    public CancellationToken Token => Volatile.Read(ref _calls).Token;

    /// <summary>A silo is gone, or was voted out.</summary>
    public void Report() => _ = EndAsync(Interlocked.Exchange(ref _calls, new CancellationTokenSource()));

    // Not disposed of: calls that end with the process may still ask for the token.
    /// <inheritdoc/>
    public void Dispose() => _calls.Cancel();

    private async Task EndAsync(CancellationTokenSource calls)
    {
        await Task.Delay(Grace, time);
        await calls.CancelAsync();
    }
}
