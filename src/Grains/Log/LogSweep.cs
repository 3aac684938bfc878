using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sws.Grains.Log;

/// <summary>Drops what is past its age: one sweep per silo process, not one per grain.</summary>
internal sealed partial class LogSweep(IMessageLog log, TimeProvider time, ILogger<LogSweep> logger) : BackgroundService
{
    // What is past its age is hidden from readers at once; this only frees its room.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await log.SweepAsync(stoppingToken);
            }
            catch (LogUnavailableException exception)
            {
                LogNotSwept(logger, exception);
            }
        }
    }

    [LoggerMessage(2505, LogLevel.Debug, "Old messages could not be dropped from the message log; the next sweep tries again")]
    private static partial void LogNotSwept(ILogger logger, Exception exception);
}
