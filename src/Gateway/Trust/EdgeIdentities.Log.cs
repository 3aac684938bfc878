namespace Sws.Gateway.Trust;

internal sealed partial class EdgeIdentities
{
    [LoggerMessage(
        1321,
        LogLevel.Warning,
        "The static version 1 key has answered three quarters of the hellos that it may. After the last no version 1 client gets in: restart the gateway before that, or do without Trust:StaticServerKeyFile.")]
    private static partial void LogNearlyFull(ILogger logger);

    [LoggerMessage(
        1322,
        LogLevel.Warning,
        "The static version 1 key has answered all the hellos that it may, and no version 1 client gets in any more: restart the gateway, or do without Trust:StaticServerKeyFile.")]
    private static partial void LogFull(ILogger logger);
}
