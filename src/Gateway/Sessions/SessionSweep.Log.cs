namespace Sws.Gateway.Sessions;

internal sealed partial class SessionSweep
{
    [LoggerMessage(1601, LogLevel.Debug, "A client's progress could not be reported; it will be with the next sweep")]
    private static partial void LogNotReported(ILogger logger, Exception exception);
}
