using Microsoft.Extensions.Logging;

namespace Sws.Grains.Groups;

internal sealed partial class GroupGrain
{
    [LoggerMessage(2101, LogLevel.Warning, "Edge {EdgeId} did not take over a group's messages and was dropped from the group")]
    private static partial void LogEdgeLost(ILogger logger, string edgeId, Exception exception);
}
