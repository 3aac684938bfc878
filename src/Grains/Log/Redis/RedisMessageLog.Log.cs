using Microsoft.Extensions.Logging;

namespace Sws.Grains.Log.Redis;

internal sealed partial class RedisMessageLog
{
    [LoggerMessage(2503, LogLevel.Warning, "Cluster:Redis: this Redis keeps nothing over a restart, so durable messages last only as long as it runs; set appendonly yes and appendfsync always in its configuration")]
    private static partial void LogNotPersistent(ILogger logger);

    [LoggerMessage(2504, LogLevel.Warning, "Cluster:Redis: this Redis has lost {Count} acknowledged messages of a group, by a crash or a failover; set appendonly yes and appendfsync always, and fail over to replicas that have everything")]
    private static partial void LogMessagesLost(ILogger logger, long count);
}
