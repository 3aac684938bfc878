using Microsoft.Extensions.Logging;

namespace Sws.Grains.Edges;

internal sealed partial class EdgeScatter
{
    [LoggerMessage(2001, LogLevel.Warning, "Edge {EdgeId} did not answer while a grain was refilled; it will assert its sessions and groups again when it is heard next ({Error})")]
    private static partial void LogNoAnswer(ILogger logger, string edgeId, string error);
}
