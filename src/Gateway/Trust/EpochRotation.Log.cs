namespace Sws.Gateway.Trust;

internal sealed partial class EpochRotation
{
    [LoggerMessage(1301, LogLevel.Information, "A new version 2 key is in use")]
    private static partial void LogRotated(ILogger logger);

    [LoggerMessage(1302, LogLevel.Warning, "The cluster's authority did not certify the next version 2 key; the present one stays in use")]
    private static partial void LogAuthorityUnreachable(ILogger logger, Exception exception);
}
