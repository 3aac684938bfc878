namespace Sws.Gateway.Hosting;

internal sealed partial class RedisConnection
{
    [LoggerMessage(1411, LogLevel.Warning, "Cluster:Redis: {Servers} cannot be used: {Problem}. Trying again in {Seconds} s")]
    private static partial void LogUnreachable(ILogger logger, string servers, string problem, double seconds);
}
