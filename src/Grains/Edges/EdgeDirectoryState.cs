namespace Sws.Grains.Edges;

/// <summary>What of the edge directory must outlive its silo.</summary>
[GenerateSerializer, Alias("sws.edge-directory-state")]
internal sealed class EdgeDirectoryState
{
    /// <summary>The edges, by id.</summary>
    [Id(0)]
    public Dictionary<string, EdgeRecord> Edges { get; set; } = [];
}
