using Sws.Gateway.Connections;

namespace Sws.Gateway.Sessions;

/// <summary>Once a second: ends sessions whose clients did not come back, and reports what clients have acknowledged.</summary>
internal sealed class SessionSweep(SessionRegistry sessions, ConnectionTable table, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.WhenAll(sessions.EndExpiredAsync(table.NowMs), sessions.ReportProgressAsync());
        }
    }
}
