namespace Sws.Gateway.Sessions;

internal sealed partial class EdgeLeaseKeeper
{
    [LoggerMessage(1701, LogLevel.Warning, "This edge's lease could not be renewed or given up")]
    private static partial void LogNotRenewed(ILogger logger, Exception exception);
}
