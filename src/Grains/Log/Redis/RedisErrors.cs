using StackExchange.Redis;

namespace Sws.Grains.Log.Redis;

/// <summary>Turns what Redis and its client say into lines that an operator can act on.</summary>
internal static class RedisErrors
{
    public static bool IsOne(Exception exception) => exception is RedisException or TimeoutException or ObjectDisposedException;

    public static LogUnavailableException Explain(Exception cause) => new(
        cause switch
        {
            RedisServerException { Message: var text } when text.StartsWith("OOM", StringComparison.Ordinal) =>
                "Cluster:Redis: the message log is full, Redis has reached its maxmemory; raise it or lower Hubs:{name}:HistoryMessages.",
            RedisServerException { Message: var text } when text.StartsWith("MISCONF", StringComparison.Ordinal) =>
                "Cluster:Redis: Redis cannot write to its disk and takes no messages for the log; free space there.",
            RedisServerException { Message: var text } when text.StartsWith("READONLY", StringComparison.Ordinal) =>
                "Cluster:Redis: this Redis is a replica and takes no messages for the log; name the primary.",
            RedisServerException => "Cluster:Redis: Redis refuses the commands of the message log; it needs version 6 or later and scripts allowed.",
            _ => "Cluster:Redis: the message log's Redis does not answer; start it, or name the one that runs.",
        },
        cause);
}
