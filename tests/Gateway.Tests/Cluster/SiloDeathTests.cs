using System.Security.Cryptography;
using Orleans.TestingHost;
using Sws.Testing;

namespace Sws.Gateway.Tests.Cluster;

/// <summary>What a silo's death is to clients: nothing but a pause.</summary>
public sealed class SiloDeathTests
{
    [Fact]
    public async Task Publish_SiloKilledSinceTheJoin_ReachesEveryMemberOnce()
    {
        await using TestCluster cluster = await TestCluster.StartAsync(silos: 2);
        using TestEdge one = await cluster.AddEdgeAsync();
        using TestEdge other = await cluster.AddEdgeAsync();
        TestClient sender = await one.ConnectAsync(RandomNumberGenerator.GetBytes(32));
        TestClient member = await other.ConnectAsync(RandomNumberGenerator.GetBytes(32));

        // Groups enough that each silo has some.
        string[] groups = [.. Enumerable.Range(0, 8).Select(number => $"group-{number}")];
        foreach (string group in groups)
        {
            Assert.True((await member.JoinAsync(group)).Success);
        }

        InProcessSiloHandle victim = cluster.Silos.Silos[1];
        await cluster.Silos.KillSiloAsync(victim, TestContext.Current.CancellationToken).Within(Timeouts.Process, "the death of a silo");

        foreach (string group in groups)
        {
            Assert.True((await sender.PublishAsync(group, group)).Success);
        }

        Assert.Equal(groups.Select((group, index) => (group, (ulong)index + 1)), await member.ReadTextsAsync(groups.Length));
    }
}
