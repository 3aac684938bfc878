namespace Sws.Chaos.Cluster;

/// <summary>Which nodes a cluster has.</summary>
internal sealed record Topology(string Name, IReadOnlyList<NodeRole> Roles)
{
    /// <summary>Three processes that are both.</summary>
    public static Topology All3 { get; } = new("all3", [NodeRole.All, NodeRole.All, NodeRole.All]);

    /// <summary>Two edges and two silos.</summary>
    public static Topology Edge2Silo2 { get; } = new("edge2silo2", [NodeRole.Silo, NodeRole.Silo, NodeRole.Edge, NodeRole.Edge]);

    /// <summary>Null for a name that nobody knows.</summary>
    public static Topology? Find(string name) => new[] { All3, Edge2Silo2 }.FirstOrDefault(each => each.Name == name);
}
