namespace Sws.Gateway.Sessions;

internal sealed partial class SessionEnds
{
    [LoggerMessage(1221, LogLevel.Warning, "A session's grain could not be told that the session has ended; it is tried again")]
    private static partial void LogNotEnded(ILogger logger);
}
