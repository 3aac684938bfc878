using Microsoft.Extensions.Logging;

namespace Sws.Grains.Edges;

internal sealed partial class EdgeScatter
{
    [LoggerMessage(2001, LogLevel.Warning, "Edge {EdgeId} did not answer while a grain was refilled; its sessions may be missed until its lease ends")]
    private static partial void LogNoAnswer(ILogger logger, string edgeId, Exception exception);
}
