namespace Sws.Gateway.Proxies;

internal sealed partial class ProxyProtocolMiddleware
{
    [LoggerMessage(
        1711,
        LogLevel.Warning,
        "A connection from a network in Gateway:TrustedProxies was refused: {Problem}. Let the proxy send the PROXY protocol, or set Gateway:ProxyProtocol to Off.")]
    private static partial void LogRefused(ILogger logger, string problem);
}
