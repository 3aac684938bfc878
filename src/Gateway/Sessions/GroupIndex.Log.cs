namespace Sws.Gateway.Sessions;

internal sealed partial class GroupIndex
{
    [LoggerMessage(1101, LogLevel.Warning, "A group could not be joined because the cluster did not answer")]
    private static partial void LogGroupUnreachable(ILogger logger, Exception exception);
}
