using Microsoft.Extensions.Logging;

namespace Sws.Grains.Edges;

internal sealed partial class EdgeWatch
{
    [LoggerMessage(2301, LogLevel.Warning, "Edge {EdgeId} is dead; {Sessions} sessions of this silo wait for their clients")]
    private static partial void LogEdgeDead(ILogger logger, string edgeId, int sessions);

    [LoggerMessage(2302, LogLevel.Warning, "Dead edges could not be looked for, or their sessions not be told; this is tried again ({Error})")]
    private static partial void LogFailed(ILogger logger, string error);
}
