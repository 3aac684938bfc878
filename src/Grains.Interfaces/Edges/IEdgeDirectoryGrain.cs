namespace Sws.Grains.Interfaces.Edges;

/// <summary>The live edges of the cluster. One grain, key 0; asked when another grain comes back empty and must be refilled.</summary>
[GrainInterfaceType("sws.edge-directory"), Alias("sws.edge-directory")]
public interface IEdgeDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>Adds an edge or renews its lease.</summary>
    [Alias("Register")]
    ValueTask RegisterAsync(EdgeAddress edge);

    /// <summary>Removes an edge that stops in good order.</summary>
    [Alias("Unregister")]
    ValueTask UnregisterAsync(string edgeId);

    /// <summary>The edges whose lease is valid.</summary>
    [Alias("List")]
    ValueTask<IReadOnlyList<EdgeAddress>> ListAsync();
}
