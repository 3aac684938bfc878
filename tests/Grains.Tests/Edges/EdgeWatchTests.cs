using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Sws.Grains.Edges;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Sessions;
using Sws.Testing;

namespace Sws.Grains.Tests.Edges;

/// <summary>What becomes of an edge's groups and sessions when the edge is found dead.</summary>
public sealed class EdgeWatchTests : IAsyncLifetime, IIncomingGrainCallFilter
{
    private static readonly GroupPublish Message = new(null, new Payload(PayloadKind.Text, [1]), null, null, 0);

    private readonly string _id = Guid.NewGuid().ToString("N");
    private InProcessTestCluster? _cluster;
    private FakeEdge? _edge;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IEdgeDirectoryGrain Directory => _cluster!.Client.GetGrain<IEdgeDirectoryGrain>(0);

    private ISessionGrain Session => _cluster!.Client.GetGrain<ISessionGrain>(_id);

    private IGroupGrain Group => _cluster!.Client.GetGrain<IGroupGrain>(GroupKey.Of(ClusterFixture.Open, "g"));

    private SessionOpen Open => new(ClusterFixture.Open, new ClientIdentity(new byte[32], [], 2, [192, 0, 2, 1]), "json.reliable.webpubsub.azure.v1", true, _edge!.Address);

    private Func<Task>? BehindTheDirectorysAnswer { get; set; }

    public async ValueTask InitializeAsync()
    {
        _cluster = await ClusterFixture.StartAsync(new SessionLimits(), silo => silo.AddIncomingGrainCallFilter(this));
        _edge = new FakeEdge(_cluster.Client);
        await RegisterAsync();
        await Session.OpenAsync(Open, Cancelled);
        await Group.SubscribeAsync(_edge.Address, null);
        await Directory.UnregisterAsync(_edge.Address.EdgeId);
    }

    public async ValueTask DisposeAsync() => await _cluster!.DisposeAsync();

    async Task IIncomingGrainCallFilter.Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.MethodName == nameof(IEdgeDirectoryGrain.FindDeadAsync) && BehindTheDirectorysAnswer is { } happens)
        {
            BehindTheDirectorysAnswer = null;

            // Not in the call, which the directory would wait for itself.
            await Task.Run(happens, Cancelled);
        }
    }

    [Fact]
    public async Task Look_EdgeIsDead_GroupsAndSessionsGoOnWithoutIt()
    {
        await LookAsync();

        Assert.Null(await Group.PublishAsync([Message]));
        Assert.Empty(_edge!.GroupDeliveries);
        Assert.Equal(SendOutcome.Accepted, await SendAsync());
        Assert.Empty(_edge.DirectMessages);
    }

    [Fact]
    public async Task Look_EdgeComesBackBehindTheDirectorysAnswer_GroupsAndSessionsGoOnWithIt()
    {
        BehindTheDirectorysAnswer = async () =>
        {
            Assert.True((await Group.SubscribeAsync(_edge!.Address, null)).IsWhole);
            Assert.Equal(SessionStatus.Ok, await Session.RestoreAsync(new SessionSnapshot(Open, 1, "user", "token", [], [], 0, true), Cancelled));
        };

        await LookAsync();

        Assert.Null(BehindTheDirectorysAnswer);
        Assert.Null(await Group.PublishAsync([Message]));
        Assert.Single(_edge!.GroupDeliveries);
        Assert.Equal(SendOutcome.Accepted, await SendAsync());
        Assert.Single(_edge.DirectMessages);
    }

    private async Task RegisterAsync()
    {
        string term = (await Directory.RegisterAsync(_edge!.Address, null)).Term;
        await Directory.RegisterAsync(_edge.Address, term);
    }

    private Task LookAsync() =>
        _cluster!.Silos[0].ServiceProvider.GetRequiredService<EdgeWatch>().LookAsync().Within(Timeouts.Step, "a look");

    private ValueTask<SendOutcome> SendAsync() => Session.SendAsync(new ClientData(null, Message.Data, false));
}
