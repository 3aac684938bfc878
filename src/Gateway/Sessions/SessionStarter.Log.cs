namespace Sws.Gateway.Sessions;

internal sealed partial class SessionStarter
{
    [LoggerMessage(1211, LogLevel.Warning, "A client was turned away because the cluster did not answer ({Error})")]
    private static partial void LogBackendUnavailable(ILogger logger, string error);
}
