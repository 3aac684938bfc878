using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Tests.Edges;

[Collection(ClusterFixture.Alone)]
public sealed class EdgeDirectoryGrainTests(ClusterFixture cluster) : IAsyncDisposable
{
    private readonly FakeEdge _edge = new(cluster.Client);

    private IEdgeDirectoryGrain Directory => cluster.Client.GetGrain<IEdgeDirectoryGrain>(0);

    private string Id => _edge.Address.EdgeId;

    public async ValueTask DisposeAsync() => await Directory.UnregisterAsync(Id);

    [Fact]
    public async Task RegisterAsync_NewEdge_CountsOnceItHasNotedItsTerm()
    {
        string term = (await Directory.RegisterAsync(_edge.Address, null)).Term;
        EdgeList before = await Directory.ListAsync();

        Assert.Equal(term, (await Directory.RegisterAsync(_edge.Address, term)).Term);

        Assert.DoesNotContain(before.Edges, edge => edge.EdgeId == Id);
        Assert.Equal(1, before.Silent);
        EdgeList after = await Directory.ListAsync();
        Assert.Contains(after.Edges, edge => edge.EdgeId == Id);
        Assert.Equal(0, after.Silent);
    }

    [Fact]
    public async Task SuspectAsync_Edge_NewTermAndSilentUntilNoted()
    {
        string term = (await Directory.RegisterAsync(_edge.Address, null)).Term;
        await Directory.RegisterAsync(_edge.Address, term);

        await Directory.SuspectAsync(Id);
        Assert.Equal(1, (await Directory.ListAsync()).Silent);
        string next = (await Directory.RegisterAsync(_edge.Address, term)).Term;
        await Directory.SuspectAsync(Id);

        Assert.NotEqual(term, next);
        Assert.Equal(next, (await Directory.RegisterAsync(_edge.Address, next)).Term);
        Assert.Equal(0, (await Directory.ListAsync()).Silent);
    }

    [Fact]
    public async Task FindDeadAsync_UnknownAndLiveEdge_OnlyTheUnknown()
    {
        await Directory.RegisterAsync(_edge.Address, null);

        Assert.Equal(["nobody"], await Directory.FindDeadAsync([Id, "nobody"]));
    }

    [Fact]
    public async Task UnregisterAsync_Edge_Dead()
    {
        await Directory.RegisterAsync(_edge.Address, null);

        await Directory.UnregisterAsync(Id);

        Assert.Equal([Id], await Directory.FindDeadAsync([Id]));
    }
}
