using Sws.Chaos.Checking;
using Sws.Chaos.Cluster;
using Sws.Chaos.Fleet;
using Sws.Chaos.History;
using Sws.Testing;

namespace Sws.Chaos.Rounds;

/// <summary>A fleet of its own connects, publishes while something breaks and heals, and is asked in the end what it has.</summary>
internal sealed class Round(ChaosCluster cluster, RoundPlan plan)
{
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(1);

    /// <summary>How long everything may take to arrive once all is well: a lease (15 s), and clients that wait between attempts.</summary>
    private static readonly TimeSpan SettleWithin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private readonly HistoryRecorder _recorder = new(TimeProvider.System);
    private readonly List<FleetClient> _fleet = [];
    private readonly Random _random = plan.NewRandom();
    private readonly long _started = TimeProvider.System.GetTimestamp();

    public async Task<RoundResult> RunAsync()
    {
        var fault = plan.Faults[_random.Next(plan.Faults.Count)];
        try
        {
            await ConnectAsync();
            using var publishing = new CancellationTokenSource();
            var publishers = Task.WhenAll(_fleet.Select(client => PublishAsync(client, new Random(_random.Next()), publishing.Token)));
            await Task.Delay(Before, TimeProvider.System);
            await ProbeAsync(fault);
            var effects = await new FaultInjector(cluster, _recorder, _random).InjectAsync(fault);
            await Task.Delay(After, TimeProvider.System);
            await publishing.CancelAsync();
            await publishers;
            var verdict = await SettleAsync(effects);
            return new RoundResult(plan.Number, fault, effects, verdict, _recorder.Snapshot(), TimeProvider.System.GetElapsedTime(_started));
        }
        finally
        {
            await Task.WhenAll(_fleet.Select(client => client.DisposeAsync().AsTask()));
        }
    }

    /// <summary>Of this round and hub alone: hubs are apart, so a history must not take their groups for one.</summary>
    private string GroupOf(string hub) => $"{hub}-{plan.Seed}-{plan.Number}";

    private async Task ConnectAsync()
    {
        foreach (var hub in cluster.Plan.Classes.Select(ClusterPlan.HubOf).Distinct())
        {
            for (var number = 0; number < plan.ClientsPerHub; number++)
            {
                var client = await FleetClient.ConnectAsync($"{hub}-{number}", cluster.Url(hub), cluster.Trust, _recorder);
                _fleet.Add(client);
                await client.JoinAsync(GroupOf(hub)).Within(Timeouts.Process, $"the join of {client.Name}");
            }
        }
    }

    /// <summary>Only with the faults that come and go quickly, so that the others have their time under load.</summary>
    private async Task ProbeAsync(FaultKind fault)
    {
        if (fault is not (FaultKind.Reset or FaultKind.HalfOpen or FaultKind.OneWay or FaultKind.RedisRestart) || !cluster.Plan.Classes.Contains(DeliveryClass.Group))
        {
            return;
        }

        var edge = cluster.Edges[_random.Next(cluster.Edges.Count)];
        await using var probe = new FencingProbe("probe", GroupOf("plain"), edge.Clients!, cluster.Trust, _recorder);
        await probe.StartAsync();
        await probe.TakeOverAsync(cluster.Balancer.Port);
        await probe.ThawAsync(Before);
    }

    private async Task PublishAsync(FleetClient client, Random random, CancellationToken stopping)
    {
        (DeliveryClass ownClass, DeliveryClass? directClass) = client.Hub switch
        {
            "memory" => (DeliveryClass.Memory, default(DeliveryClass?)),
            "durable" => (DeliveryClass.Durable, DeliveryClass.Inbox),
            _ => (DeliveryClass.Group, DeliveryClass.Direct),
        };
        var peers = _fleet.Where(peer => peer.Hub == client.Hub && peer != client).ToArray();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / plan.Rate), TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                client.Publish(Streams.Group(GroupOf(client.Hub)), ownClass);
                if (directClass is { } toPeers && cluster.Plan.Classes.Contains(toPeers) && peers.Length > 0)
                {
                    var peer = peers[random.Next(peers.Length)];
                    var toUser = toPeers == DeliveryClass.Inbox || random.Next(2) == 0;
                    client.Publish(toUser ? Streams.User(peer.UserId) : Streams.Session(peer.Session), toPeers);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    /// <summary>Checks again until all is there, or until what is missing will not come any more.</summary>
    private async Task<Verdict> SettleAsync(FaultEffects effects)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var quiet = _fleet.All(client => client.IsConnected && client.Pending == 0);
            var verdict = HistoryChecker.Check(_recorder.Snapshot(), effects);
            var isLate = TimeProvider.System.GetElapsedTime(started) > SettleWithin;
            var hopeless = verdict.Violations.Any(each => each.Kind is not (ViolationKind.Lost or ViolationKind.FalselyRecovered));
            if (isLate || hopeless || (quiet && verdict.Holds))
            {
                // What comes twice comes late.
                await Task.Delay(Poll, TimeProvider.System);
                return HistoryChecker.Check(_recorder.Snapshot(), effects);
            }

            await Task.Delay(Poll, TimeProvider.System);
        }
    }
}
