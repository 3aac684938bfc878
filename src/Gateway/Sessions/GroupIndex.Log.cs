namespace Sws.Gateway.Sessions;

internal sealed partial class GroupIndex
{
    [LoggerMessage(1102, LogLevel.Warning, "Messages of a group were missed; {Sessions} sessions are closed, so that their clients start anew and know")]
    private static partial void LogMissed(ILogger logger, int sessions);
}
