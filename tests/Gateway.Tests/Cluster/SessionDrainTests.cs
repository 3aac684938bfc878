using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Sws.Gateway.Limits;
using Sws.Gateway.Sessions;
using Sws.Protocol;
using Sws.Testing;

namespace Sws.Gateway.Tests.Cluster;

public sealed class SessionDrainTests : TwoEdgeTests
{
    private static readonly TimeSpan HandOver = TimeSpan.FromDays(1);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Run_ClientsThatAreStillAway_TheNextIsClosedWhenOneHasComeBackElsewhere()
    {
        using TestEdge one = NewEdge();
        List<TestClient> clients = await ConnectAsync(one, 3);
        Task running = Drain(one);

        for (int closed = 1; closed <= 3; closed++)
        {
            TestClient left = await EndedAsync(clients);
            for (int step = 0; step < 5; step++)
            {
                _time.Advance(TimeSpan.FromMilliseconds(50));
            }

            Assert.All(clients.Where(client => client != left), client => Assert.Null(client.Socket.RequestedClose));
            Assert.Equal(CloseReason.Draining, (await left.Ended).Reason);
            one.Table.Remove(left.Socket);
            clients.Remove(left);
            await ComesBackAsync(left);
        }

        while (!running.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        await running;
    }

    [Fact]
    public async Task Run_AClientThatStaysAway_TheOthersAreClosedWhileTheyCanStillComeBack()
    {
        using TestEdge one = NewEdge();
        List<TestClient> clients = await ConnectAsync(one, 3);
        Task running = Drain(one);
        TestClient away = await EndedAsync(clients);
        one.Table.Remove(away.Socket);
        clients.Remove(away);

        _time.Advance(HandOver / 2);
        foreach (TestClient client in clients)
        {
            Assert.Equal(CloseReason.Draining, (await client.Ended.Within(Timeouts.Step, "a client's end")).Reason);
            one.Table.Remove(client.Socket);
        }

        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(running.IsCompleted);
        foreach (TestClient client in clients)
        {
            await ComesBackAsync(client);
        }

        _time.Advance(HandOver / 2);
        await running.Within(Timeouts.Step, "the end of the drain");
    }

    // Its sockets' clock stands still: no client is away for too long.
    private TestEdge NewEdge() => new(Cluster.Client, socketTime: new FakeTimeProvider());

    private static async Task<List<TestClient>> ConnectAsync(TestEdge edge, int count)
    {
        Assert.True(await edge.Lease.RenewAsync());
        List<TestClient> clients = [];
        for (int number = 0; number < count; number++)
        {
            clients.Add(await edge.ConnectAsync(RandomNumberGenerator.GetBytes(32)));
            edge.Table.Add(clients[^1].Socket);
        }

        return clients;
    }

    private Task Drain(TestEdge edge)
    {
        AdmissionControl admission = new(new AdmissionLimits(10, 10, 10, 10), new AddressRateLimiter(new AdmissionLimits(10, 10, 10, 10), _time));
        SessionDrain drain = new(admission, edge.Table, edge.Sessions, edge.Lease, new DrainSettings(TimeSpan.Zero, HandOver), _time) { AllowedAway = 1 };
        return drain.RunAsync(TestContext.Current.CancellationToken);
    }

    private async Task ComesBackAsync(TestClient client) =>
        Assert.Null((await Other.ConnectAsync(client.Session!.Identity.PublicKey, client.Greeting)).Refusal);

    /// <summary>The client that is closed next.</summary>
    private async Task<TestClient> EndedAsync(List<TestClient> clients)
    {
        Task<Task<LoopEnd>> any = Task.WhenAny(clients.Select(client => client.Ended));
        while (!any.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        Task<LoopEnd> ended = await any.Within(Timeouts.Step, "a client's end");
        return clients.Single(client => client.Ended == ended);
    }
}
