namespace Sws.Grains.Interfaces.Edges;

/// <summary>What operators see of the cluster's sessions. Any number of them answer; key 0.</summary>
[GrainInterfaceType("sws.cluster-view"), Alias("sws.cluster-view")]
public interface IClusterViewGrain : IGrainWithIntegerKey
{
    /// <summary>Live sessions of all edges.</summary>
    /// <exception cref="OrleansException">An edge does not answer.</exception>
    [Alias("ListSessions")]
    ValueTask<IReadOnlyList<SessionSummary>> ListSessionsAsync(SessionQuery query);

    /// <summary>Ends a session wherever it is: closes its socket, and tells its grain.</summary>
    /// <param name="connectionId">The session.</param>
    /// <param name="closeTag">Tag of the close reason.</param>
    /// <returns>False when no edge holds it.</returns>
    /// <exception cref="OrleansException">An edge does not answer.</exception>
    [Alias("EndSession")]
    ValueTask<bool> EndSessionAsync(string connectionId, string closeTag);

    /// <summary>The ids of the live edges.</summary>
    [Alias("ListEdges")]
    ValueTask<IReadOnlyList<string>> ListEdgesAsync();
}
