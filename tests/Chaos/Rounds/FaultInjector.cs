using Sws.Chaos.Cluster;
using Sws.Chaos.History;
using Sws.Chaos.Network;

namespace Sws.Chaos.Rounds;

/// <summary>Breaks something, waits, and lets it heal. What it chooses comes from its random numbers alone.</summary>
internal sealed class FaultInjector(ChaosCluster cluster, HistoryRecorder recorder, Random random)
{
    /// <summary>Shorter than anybody gives a node up, and longer than everybody does: a lease runs 15 s.</summary>
    private static readonly TimeSpan[] Silences = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(18)];

    /// <summary>Long enough for clients to find out by their own pings.</summary>
    private static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(5);

    /// <summary>Does it all and returns what it took away.</summary>
    public async Task<FaultEffects> InjectAsync(FaultKind kind)
    {
        var effects = kind switch
        {
            FaultKind.KillEdge => await KillAsync(Any(cluster.Edges)),
            FaultKind.KillSilo => await KillAsync(Any(cluster.Silos)),
            FaultKind.KillBoth => await KillBothAsync(),
            FaultKind.Hang => await HangAsync(Any(cluster.Nodes)),
            FaultKind.Partition => await PartitionAsync(Any(cluster.Nodes)),
            FaultKind.RedisRestart => await RestartRedisAsync(),
            FaultKind.RollingRestart => await RestartAllAsync(),
            FaultKind.Drain => await DrainAsync(Any(cluster.Edges)),
            FaultKind.Reset => ResetClients(),
            FaultKind.HalfOpen => await SwallowAsync("half-open", (faults, on) => faults.Swallows = on),
            _ => await SwallowAsync("one-way", (faults, on) => faults.SwallowsAnswers = on),
        };
        await cluster.MendAsync();
        Tell("cluster", "mended");
        return effects;
    }

    private static FaultEffects Loss(Node node) => node.Role switch
    {
        NodeRole.All => FaultEffects.BothLost,
        NodeRole.Edge => FaultEffects.EdgeLost,
        _ => FaultEffects.SiloLost,
    };

    private Node Any(IReadOnlyList<Node> nodes) => nodes[random.Next(nodes.Count)];

    private void Tell(string node, string what) => recorder.Add(EventKind.Fault, node, e => e with { Reason = what });

    private static Task WaitAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);

    private async Task<FaultEffects> KillAsync(Node node)
    {
        Tell(node.Name, "killed");
        await node.KillAsync();
        cluster.Rebalance();
        await WaitAsync(TimeSpan.FromSeconds(1 + (random.NextDouble() * 3)));
        return Loss(node);
    }

    private async Task<FaultEffects> KillBothAsync()
    {
        var edge = Any(cluster.Edges);
        var silo = edge.Role == NodeRole.All ? edge : Any(cluster.Silos);
        Tell(edge.Name, "killed");
        Tell(silo.Name, "killed");
        await Task.WhenAll(edge.KillAsync(), silo.KillAsync());
        cluster.Rebalance();
        await WaitAsync(TimeSpan.FromSeconds(2));
        return FaultEffects.BothLost;
    }

    private async Task<FaultEffects> HangAsync(Node node)
    {
        var silence = Silences[random.Next(Silences.Length)];
        Tell(node.Name, $"hangs for {silence.TotalSeconds} s");
        node.Suspend();
        await WaitAsync(silence);
        node.Resume();
        Tell(node.Name, "goes on");
        return Loss(node);
    }

    private async Task<FaultEffects> PartitionAsync(Node node)
    {
        var network = cluster.Network ?? throw new InvalidOperationException("There are no partitions without network namespaces.");
        var silence = Silences[random.Next(Silences.Length)];
        Tell(node.Name, $"cut off for {silence.TotalSeconds} s");
        await network.CutAsync(node.Number);
        await WaitAsync(silence);
        await network.HealAsync(node.Number);
        Tell(node.Name, "connected again");
        await ChaosCluster.SettleAsync(node);
        return Loss(node);
    }

    private async Task<FaultEffects> RestartRedisAsync()
    {
        Tell("redis", "killed");
        await cluster.Redis.KillAsync();
        await WaitAsync(TimeSpan.FromSeconds(0.5 + (random.NextDouble() * 2)));
        await cluster.Redis.RestartAsync();
        Tell("redis", "started");
        return FaultEffects.None;
    }

    private async Task<FaultEffects> RestartAllAsync()
    {
        foreach (var node in cluster.Nodes)
        {
            await DrainAsync(node);
            await cluster.MendAsync();
        }

        return FaultEffects.SiloStopped;
    }

    private async Task<FaultEffects> DrainAsync(Node node)
    {
        Tell(node.Name, "drains");
        await node.DrainAsync();
        Tell(node.Name, "has drained");
        cluster.Rebalance();
        return node.IsSilo ? FaultEffects.SiloStopped : FaultEffects.None;
    }

    private FaultEffects ResetClients()
    {
        Tell("clients", "reset");
        cluster.Balancer.ResetSome(random);
        return FaultEffects.None;
    }

    private async Task<FaultEffects> SwallowAsync(string what, Action<LinkFaults, bool> turn)
    {
        Tell("clients", what);
        turn(cluster.Balancer.Faults, true);
        await WaitAsync(SilentFor);
        turn(cluster.Balancer.Faults, false);
        // What was open through the silence has lost bytes, which no connection survives.
        cluster.Balancer.ResetAll();
        Tell("clients", "reset");
        return FaultEffects.None;
    }
}
