namespace Sws.EndToEnd.Tests.Cluster;

/// <summary>Three processes that are edge and silo.</summary>
public sealed class ThreeNodesFixture : ClusterFixture
{
    protected override IReadOnlyList<string> Roles => ["All", "All", "All"];
}
