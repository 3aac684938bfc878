using Orleans.TestingHost;
using Sws.Grains.Interfaces;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Sessions;
using Sws.Testing;

namespace Sws.Grains.Tests.Sessions;

/// <summary>A session whose edge does not hold it, and has not said so, in a silo where clients have little time to come back.</summary>
public sealed class NotHeldTests : IAsyncLifetime
{
    private readonly string _id = Guid.NewGuid().ToString("N");
    private InProcessTestCluster? _cluster;
    private FakeEdge? _edge;

    private ISessionGrain Grain => _cluster!.Client.GetGrain<ISessionGrain>(_id);

    public async ValueTask InitializeAsync()
    {
        _cluster = await ClusterFixture.StartAsync(new SessionLimits { ResumeWindow = TimeSpan.FromMilliseconds(300) });
        _edge = new FakeEdge(_cluster.Client) { HoldsSession = false };
    }

    public async ValueTask DisposeAsync() => await _cluster!.DisposeAsync();

    [Fact]
    public async Task SendAsync_ClientDoesNotComeBack_SessionEnds()
    {
        ClientIdentity identity = new(new byte[32], [], 2, [192, 0, 2, 1]);
        await Grain.OpenAsync(new SessionOpen(ClusterFixture.Open, identity, "json.reliable.webpubsub.azure.v1", true, _edge!.Address), TestContext.Current.CancellationToken);
        Assert.Equal(SendOutcome.Accepted, await SendAsync());

        await EndsAsync().Within(Timeouts.Step, "the session's end");
    }

    private ValueTask<SendOutcome> SendAsync() => Grain.SendAsync(new ClientData(null, new Payload(PayloadKind.Text, [1]), false));

    private async Task EndsAsync()
    {
        while (await SendAsync() != SendOutcome.NotFound)
        {
        }
    }
}
