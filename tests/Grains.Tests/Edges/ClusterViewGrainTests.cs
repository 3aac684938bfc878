using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Tests.Edges;

[Collection(ClusterFixture.Alone)]
public sealed class ClusterViewGrainTests(ClusterFixture cluster) : IAsyncDisposable
{
    private readonly FakeEdge _edge = new(cluster.Client);

    private IEdgeDirectoryGrain Directory => cluster.Client.GetGrain<IEdgeDirectoryGrain>(0);

    private IClusterViewGrain View => cluster.Client.GetGrain<IClusterViewGrain>(0);

    public async ValueTask DisposeAsync() => await Directory.UnregisterAsync(_edge.Address.EdgeId);

    [Fact]
    public async Task ListSessionsAsync_EdgeThatIsNotHeard_RefusedInsteadOfHalfAList()
    {
        string term = (await Directory.RegisterAsync(_edge.Address, null)).Term;
        SessionQuery all = new(null, null, null, null, 100);
        await Assert.ThrowsAsync<OrleansException>(() => View.ListSessionsAsync(all).AsTask());

        await Directory.RegisterAsync(_edge.Address, term);

        Assert.Empty(await View.ListSessionsAsync(all));
    }

    [Fact]
    public async Task EndSessionAsync_EdgeThatIsNotHeard_NotTakenForNobodyHoldsIt()
    {
        await Directory.RegisterAsync(_edge.Address, null);

        await Assert.ThrowsAsync<OrleansException>(() => View.EndSessionAsync("session", "closed_by_server").AsTask());
    }
}
