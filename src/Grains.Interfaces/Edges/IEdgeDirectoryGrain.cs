namespace Sws.Grains.Interfaces.Edges;

/// <summary>The live edges of the cluster. One grain, key 0; asked when another grain comes back empty and must be refilled.</summary>
[GrainInterfaceType("sws.edge-directory"), Alias("sws.edge-directory")]
public interface IEdgeDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>Adds an edge or renews its lease.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="term">
    /// The term that the edge has taken note of, or null. When it is not the one in the answer, the edge takes note of that
    /// and registers again; until then no grain counts on it.
    /// </param>
    [Alias("Register")]
    ValueTask<EdgeLease> RegisterAsync(EdgeAddress edge, string? term);

    /// <summary>Removes an edge that stops in good order.</summary>
    [Alias("Unregister")]
    ValueTask UnregisterAsync(string edgeId);

    /// <summary>
    /// A grain goes on without an edge that did not answer. When this returns, the edge is sure to hear of it with its
    /// next renewal, or to be dead.
    /// </summary>
    [Alias("Suspect")]
    ValueTask SuspectAsync(string edgeId);

    /// <summary>The edges whose lease is valid.</summary>
    [Alias("List")]
    ValueTask<EdgeList> ListAsync();

    /// <summary>Which of some edges have no valid lease.</summary>
    [Alias("FindDead")]
    ValueTask<IReadOnlyList<string>> FindDeadAsync(IReadOnlyList<string> edgeIds);
}
