namespace Sws.Gateway.Sessions;

internal sealed partial class SessionRegistry
{
    [LoggerMessage(1201, LogLevel.Warning, "A client was turned away because the cluster did not answer")]
    private static partial void LogBackendUnavailable(ILogger logger, Exception exception);

    [LoggerMessage(1202, LogLevel.Warning, "A session's grain could not be told that its socket is gone")]
    private static partial void LogGrainNotTold(ILogger logger, Exception exception);
}
