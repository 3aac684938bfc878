using Microsoft.Extensions.Logging;

namespace Sws.Grains.Log;

internal sealed partial class LogHealth
{
    [LoggerMessage(2501, LogLevel.Error, "{Problem} Until then {Effect}")]
    private static partial void LogFailing(ILogger logger, string problem, string effect, Exception? exception);

    [LoggerMessage(2502, LogLevel.Information, "The message log works again; it is over that {Effect}")]
    private static partial void LogWorking(ILogger logger, string effect);
}
