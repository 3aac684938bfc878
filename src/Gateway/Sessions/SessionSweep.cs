using Sws.Gateway.Connections;

namespace Sws.Gateway.Sessions;

/// <summary>
/// Once a second: ends sessions whose clients did not come back, reports what clients have acknowledged, and tells grains again
/// that have not heard of an end.
/// </summary>
internal sealed class SessionSweep(SessionRegistry sessions, ConnectionTable table, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync(() => Task.WhenAll(sessions.EndExpiredAsync(table.NowMs), sessions.ReportProgressAsync()), stoppingToken),

        // Apart: these are the grains that have not answered before.
        RepeatAsync(() => sessions.RepeatEndsAsync(table.NowMs), stoppingToken));

    private async Task RepeatAsync(Func<Task> sweep, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await sweep();
        }
    }
}
