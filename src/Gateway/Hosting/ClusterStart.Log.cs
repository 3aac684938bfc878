namespace Sws.Gateway.Hosting;

internal sealed partial class ClusterStart
{
    [LoggerMessage(1431, LogLevel.Error, "This node could not join its cluster")]
    private static partial void LogNotStarted(ILogger logger, Exception exception);

    [LoggerMessage(1432, LogLevel.Error, "{Part} failed; this node stops")]
    private static partial void LogPartFailed(ILogger logger, string part, Exception exception);
}
