using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;
using Sws.Grains.Edges;
using Sws.Grains.Interfaces.Edges;

namespace Sws.Grains.Tests.Edges;

/// <summary>A silo that is cut off hears of no edge, and must not take that for their death.</summary>
public sealed class CutOffSiloTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly SiloMembership _membership;
    private bool _isCutOff;
    private InProcessTestCluster? _cluster;
    private FakeEdge? _edge;

    public CutOffSiloTests() => _membership = new SiloMembership(
        _ => _isCutOff ? Task.FromException<bool>(new InvalidOperationException("No connection.")) : Task.FromResult(true), () => true, _time);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IEdgeDirectoryGrain Directory => _cluster!.Client.GetGrain<IEdgeDirectoryGrain>(0);

    private string Id => _edge!.Address.EdgeId;

    public async ValueTask InitializeAsync()
    {
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((_, silo) => silo.AddMemoryGrainStorage(GrainStorageNames.Default).Services
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton(_membership));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        _edge = new FakeEdge(_cluster.Client);
        string term = (await Directory.RegisterAsync(_edge.Address, null)).Term;
        await Directory.RegisterAsync(_edge.Address, term);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster!.DisposeAsync();
        _membership.Dispose();
    }

    [Fact]
    public async Task SuspectAsync_MembershipUnknown_Refused()
    {
        CutOff(SiloMembership.KnownFor);

        await Assert.ThrowsAsync<OrleansException>(() => Directory.SuspectAsync(Id).AsTask());
        await Assert.ThrowsAsync<OrleansException>(() => Directory.SuspectAsync("nobody").AsTask());
        Assert.Equal(Id, Assert.Single((await Directory.ListAsync()).Edges).EdgeId);
    }

    [Fact]
    public async Task List_NoSignOfLifeOfAnEdgeWhileCutOff_RefusedUntilMemberAgain()
    {
        CutOff(EdgeLeases.Duration);
        await Assert.ThrowsAsync<OrleansException>(() => Directory.ListAsync().AsTask());
        await Assert.ThrowsAsync<OrleansException>(() => Directory.FindDeadAsync([Id]).AsTask());

        _isCutOff = false;
        Assert.True(await _membership.IsMemberAsync(Cancelled));

        Assert.Equal([Id], await Directory.FindDeadAsync([Id]));
        Assert.Empty((await Directory.ListAsync()).Edges);
    }

    private void CutOff(TimeSpan time)
    {
        _isCutOff = true;
        _time.Advance(time);
    }
}
