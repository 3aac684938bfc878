namespace Sws.Gateway.Sessions;

internal sealed partial class GroupCalls
{
    [LoggerMessage(1101, LogLevel.Warning, "A group could not be reached because the cluster did not answer; what depends on it is refused or tried again ({Error})")]
    private static partial void LogGroupUnreachable(ILogger logger, string error);
}
