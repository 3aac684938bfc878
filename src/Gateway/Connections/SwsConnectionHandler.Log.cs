namespace Sws.Gateway.Connections;

internal sealed partial class SwsConnectionHandler
{
    [LoggerMessage(1001, LogLevel.Debug, "A handshake failed: {Reason}")]
    private static partial void LogHandshakeFailed(ILogger logger, string reason);

    [LoggerMessage(1002, LogLevel.Debug, "A client was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);
}
