using Microsoft.Extensions.Logging;

namespace Sws.Grains.Log;

internal sealed partial class LogHealth
{
    [LoggerMessage(2501, LogLevel.Error, "{Problem} Until then durable messages are refused")]
    private static partial void LogFailing(ILogger logger, string problem, Exception? exception);

    [LoggerMessage(2502, LogLevel.Information, "The message log works again")]
    private static partial void LogWorking(ILogger logger);
}
