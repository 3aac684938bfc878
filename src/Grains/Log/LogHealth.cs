using Microsoft.Extensions.Logging;

namespace Sws.Grains.Log;

/// <summary>Says once that the store fails and once that it works again: every refused publish would say the same.</summary>
internal sealed partial class LogHealth(LogMetrics metrics, ILogger logger)
{
    private int _isFailing;

    public void Failed(LogUnavailableException failure)
    {
        metrics.Failed();
        if (Interlocked.Exchange(ref _isFailing, 1) == 0)
        {
            LogFailing(logger, failure.Message, failure.InnerException);
        }
    }

    public void Worked()
    {
        if (Volatile.Read(ref _isFailing) == 1 && Interlocked.Exchange(ref _isFailing, 0) == 1)
        {
            LogWorking(logger);
        }
    }
}
