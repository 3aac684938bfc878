using Microsoft.Extensions.Logging;

namespace Sws.Grains.Sessions;

internal sealed partial class SessionGrain
{
    [LoggerMessage(2201, LogLevel.Warning, "Edge {EdgeId} could not hand over a session; its client was told to start anew")]
    private static partial void LogFormerEdgeLost(ILogger logger, string edgeId, Exception exception);
}
