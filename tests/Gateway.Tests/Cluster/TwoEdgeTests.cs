namespace Sws.Gateway.Tests.Cluster;

/// <summary>A cluster with two edges, fresh for each test.</summary>
public abstract class TwoEdgeTests : IAsyncLifetime
{
    private protected TestCluster Cluster { get; private set; } = null!;

    private protected TestEdge One { get; private set; } = null!;

    private protected TestEdge Other { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cluster = await TestCluster.StartAsync();
        One = await Cluster.AddEdgeAsync();
        Other = await Cluster.AddEdgeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        One.Dispose();
        Other.Dispose();
        await Cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
