using Microsoft.Extensions.Logging;

namespace Sws.Grains.Log;

/// <summary>
/// Says once that the store fails and once that it works again: every refused publish would say the same. One for what is
/// stored and one for what is read, since a store that is full can still be read.
/// </summary>
/// <param name="metrics">Where failures are counted.</param>
/// <param name="logger">Where they are told.</param>
/// <param name="effect">What does not work meanwhile.</param>
internal sealed partial class LogHealth(LogMetrics metrics, ILogger logger, string effect)
{
    /// <summary>What fails when nothing can be stored.</summary>
    public const string Refusing = "durable messages are refused";

    /// <summary>What fails when the store cannot be read.</summary>
    public const string Unreadable = "durable messages that were missed are not sent";

    private int _isFailing;

    /// <summary>Waits for a call to the store, and takes note of how it ends.</summary>
    public async ValueTask<T> WatchAsync<T>(ValueTask<T> call)
    {
        try
        {
            T result = await call;
            Worked();
            return result;
        }
        catch (LogUnavailableException failure)
        {
            Failed(failure);
            throw;
        }
    }

    private void Failed(LogUnavailableException failure)
    {
        metrics.Failed();
        if (Interlocked.Exchange(ref _isFailing, 1) == 0)
        {
            LogFailing(logger, failure.Message, effect, failure.InnerException);
        }
    }

    private void Worked()
    {
        if (Volatile.Read(ref _isFailing) == 1 && Interlocked.Exchange(ref _isFailing, 0) == 1)
        {
            LogWorking(logger, effect);
        }
    }
}
