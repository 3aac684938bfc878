using Microsoft.Extensions.Logging;

namespace Sws.Grains.Sessions;

internal sealed partial class SessionHandover
{
    [LoggerMessage(2201, LogLevel.Warning, "Edge {EdgeId} could not hand over a session; its client tries again or starts anew ({Error})")]
    private static partial void LogNotHandedOver(ILogger logger, string edgeId, string error);
}
