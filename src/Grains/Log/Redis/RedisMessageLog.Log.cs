using Microsoft.Extensions.Logging;

namespace Sws.Grains.Log.Redis;

internal sealed partial class RedisMessageLog
{
    [LoggerMessage(2503, LogLevel.Warning, "Cluster:Redis: this Redis keeps nothing over a restart, so durable messages last only as long as it runs; set appendonly yes and appendfsync always in its configuration")]
    private static partial void LogNotPersistent(ILogger logger);
}
