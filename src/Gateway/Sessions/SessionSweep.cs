using Sws.Gateway.Connections;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Gateway.Sessions;

/// <summary>Once a second: ends sessions whose clients did not come back, and reports what clients have acknowledged.</summary>
internal sealed partial class SessionSweep(
    SessionRegistry sessions, ConnectionTable table, TimeProvider time, ILogger<SessionSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await sessions.EndExpiredAsync(table.NowMs);
            foreach (EdgeSession session in sessions.All)
            {
                await ReportAsync(session);
            }
        }
    }

    private async ValueTask ReportAsync(EdgeSession session)
    {
        long acked = session.Queue.AckedOutboxId;
        if (acked == session.ReportedOutboxId)
        {
            return;
        }

        try
        {
            await session.Grain.ProgressAsync(new SessionProgress(session.Generation, acked));
            session.ReportedOutboxId = acked;
        }
        catch (Exception exception) when (exception.MeansNoAnswer())
        {
            LogNotReported(logger, exception);
        }
    }
}
