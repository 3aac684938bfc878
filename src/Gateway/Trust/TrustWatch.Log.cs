namespace Sws.Gateway.Trust;

internal sealed partial class TrustWatch
{
    [LoggerMessage(1311, LogLevel.Information, "Trust is at version {Version}: {Authorities} authorities, {Revocations} revocations, {Grants} grants")]
    private static partial void LogChanged(ILogger logger, long version, int authorities, int revocations, int grants);

    [LoggerMessage(1312, LogLevel.Warning, "The cluster does not say what is trusted; what was trusted last stays so until it does")]
    private static partial void LogUnreachable(ILogger logger, Exception exception);
}
