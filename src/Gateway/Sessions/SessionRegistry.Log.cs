namespace Sws.Gateway.Sessions;

internal sealed partial class SessionRegistry
{
    [LoggerMessage(1202, LogLevel.Warning, "A session's grain could not be told that its socket is gone ({Error})")]
    private static partial void LogGrainNotTold(ILogger logger, string error);

    [LoggerMessage(1204, LogLevel.Warning, "A session could not be asserted to its grain; it is tried again ({Error})")]
    private static partial void LogNotAsserted(ILogger logger, string error);

    [LoggerMessage(1205, LogLevel.Debug, "A client's progress could not be reported; it will be with the next sweep ({Error})")]
    private static partial void LogNotReported(ILogger logger, string error);
}
