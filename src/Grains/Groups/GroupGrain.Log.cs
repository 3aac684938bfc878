using Microsoft.Extensions.Logging;

namespace Sws.Grains.Groups;

internal sealed partial class GroupGrain
{
    [LoggerMessage(2101, LogLevel.Warning, "Edge {EdgeId} did not take over a group's messages and was dropped from the group; it will subscribe again when it hears of it ({Error})")]
    private static partial void LogEdgeLost(ILogger logger, string edgeId, string? error);

    [LoggerMessage(2102, LogLevel.Warning, "The edge directory could not be told of an edge that misses messages; publishes to the group are refused until it can ({Error})")]
    private static partial void LogNotReported(ILogger logger, string error);

    [LoggerMessage(2103, LogLevel.Warning, "An edge could not be asked who is in a group, or told who came and went; presence may lag until it subscribes again ({Error})")]
    private static partial void LogPresenceLost(ILogger logger, string error);

    [LoggerMessage(2104, LogLevel.Warning, "A durable group's messages are gone from the message log, where it has begun anew; the store was emptied, or replaced while the gateway ran")]
    private static partial void LogHistoryLost(ILogger logger);
}
