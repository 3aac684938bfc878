using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Sws.Gateway.Limits;
using Sws.Gateway.Sessions;
using Sws.Protocol;
using Sws.Testing;

namespace Sws.Gateway.Tests.Cluster;

public sealed class SessionDrainTests : TwoEdgeTests
{
    [Fact]
    public async Task Run_ClientsThatAreStillAway_TheNextIsClosedWhenOneHasComeBackElsewhere()
    {
        FakeTimeProvider time = new();

        // Its sockets' clock stands still: no client is away for too long.
        using TestEdge one = new(Cluster.Client, socketTime: new FakeTimeProvider());
        Assert.True(await one.Lease.RenewAsync());
        byte[][] keys = [.. Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetBytes(32))];
        List<TestClient> clients = [];
        foreach (byte[] key in keys)
        {
            clients.Add(await one.ConnectAsync(key));
            one.Table.Add(clients[^1].Socket);
        }

        AdmissionControl admission = new(new AdmissionLimits(10, 10, 10, 10), new AddressRateLimiter(new AdmissionLimits(10, 10, 10, 10), time));
        SessionDrain drain = new(admission, one.Table, one.Sessions, one.Lease, new DrainSettings(TimeSpan.Zero, TimeSpan.FromDays(1)), time) { MinAway = 1 };
        Task running = drain.RunAsync(TestContext.Current.CancellationToken);

        for (int closed = 1; closed <= 3; closed++)
        {
            TestClient left = await EndedAsync(clients, time);
            for (int step = 0; step < 5; step++)
            {
                time.Advance(TimeSpan.FromMilliseconds(50));
            }

            Assert.All(clients.Where(client => client != left), client => Assert.Null(client.Socket.RequestedClose));
            Assert.Equal(CloseReason.Draining, (await left.Ended).Reason);
            one.Table.Remove(left.Socket);
            clients.Remove(left);
            Assert.Null((await Other.ConnectAsync(left.Session!.Identity.PublicKey, left.Greeting)).Refusal);
        }

        while (!running.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        await running;
    }

    /// <summary>The client that is closed next.</summary>
    private static async Task<TestClient> EndedAsync(List<TestClient> clients, FakeTimeProvider time)
    {
        Task<Task<LoopEnd>> any = Task.WhenAny(clients.Select(client => client.Ended));
        while (!any.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        Task<LoopEnd> ended = await any.Within(Timeouts.Step, "a client's end");
        return clients.Single(client => client.Ended == ended);
    }
}
