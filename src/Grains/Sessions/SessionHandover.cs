using Microsoft.Extensions.Logging;
using Sws.Grains.Edges;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Grains.Sessions;

/// <summary>Takes a session from the edge that held it.</summary>
internal sealed partial class SessionHandover(EdgeServices edges, ILogger<SessionHandover> logger)
{
    /// <summary>How long a resumption waits for the former edge: less than the edge that asks waits for its answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks the former edge for the session's tail.</summary>
    /// <returns>
    /// The tail, or null with whether that is final: the edge is dead or has none. When it is not, the edge may still answer
    /// a later try.
    /// </returns>
    public async Task<(SessionTail? Tail, bool IsFinal)> TakeAsync(EdgeAddress edge, string connectionId, long generation)
    {
        long began = edges.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return (await edge.Observer.TakeSessionAsync(connectionId, generation), true);
            }
            catch (Exception exception) when (exception.MeansNoAnswer())
            {
                // The edge keeps a tail that it gave away for a while, so asking again is safe.
                LogNotHandedOver(logger, edge.EdgeId, exception.GetType().Name);
            }

            if ((await edges.Directory.FindDeadAsync([edge.EdgeId])).Count > 0)
            {
                return (null, true);
            }

            if (edges.Time.GetElapsedTime(began) + RetryDelay >= Patience)
            {
                return (null, false);
            }

            await Task.Delay(RetryDelay, edges.Time);
        }
    }
}
