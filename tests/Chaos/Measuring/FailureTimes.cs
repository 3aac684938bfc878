using System.Collections.Concurrent;
using System.Diagnostics;
using Sws.Chaos.Cluster;
using Sws.Chaos.History;
using Sws.Client;
using Sws.Testing;

namespace Sws.Chaos.Measuring;

/// <summary>Times of failure, from outside: how long until clients can do again what they could before.</summary>
internal sealed class FailureTimes(Options options, Action<string> print)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Measures each on a cluster that is well.</summary>
    public async Task RunAsync()
    {
        var plan = new ClusterPlan(options.Topology, [DeliveryClass.Group, DeliveryClass.Direct], options.WithNamespaces, GatewayProcess.Executable);
        await using var cluster = await ChaosCluster.StartAsync(plan);
        print($"{options.Topology.Name}, {options.Sessions} sessions");
        await SiloAsync(cluster, "silo killed (kill -9)", node => node.KillAsync(), _ => { });
        await SiloAsync(cluster, "silo hangs (SIGSTOP)", Suspend, node => node.Resume());
        await DrainAsync(cluster, 4 * options.Sessions);
    }

    private static Task Suspend(Node node)
    {
        node.Suspend();
        return Task.CompletedTask;
    }

    /// <summary>
    /// Seen: when the membership table says so. Well again: when every session has had a message of its own
    /// that was published after the failure.
    /// </summary>
    private async Task SiloAsync(ChaosCluster cluster, string what, Func<Node, Task> fail, Action<Node> mend)
    {
        var fleet = await ConnectAsync(cluster, options.Sessions);
        var victim = cluster.Silos[0];
        var already = await CountDeadAsync(cluster);
        var failed = TimeProvider.System.GetTimestamp();
        await fail(victim);
        cluster.Rebalance();
        var seen = WhenAsync(failed, async () => await CountDeadAsync(cluster) > already);
        var works = WorksAsync(fleet, failed);
        print($"{what}: seen by the survivors after {Text(await seen)}; a publish to each session works again after {await works}");
        mend(victim);
        await Task.WhenAll(fleet.Select(client => client.DisposeAsync().AsTask()));
        await cluster.MendAsync();
    }

    private async Task DrainAsync(ChaosCluster cluster, int sessions)
    {
        var fleet = await ConnectAsync(cluster, sessions);
        var edge = cluster.Edges[^1];
        var moved = new ConcurrentDictionary<SwsClient, bool>();
        foreach (var client in fleet)
        {
            client.StateChanged += change => _ = change.State == SwsClientState.Connected && moved.TryAdd(client, change.Recovered);
        }

        var started = TimeProvider.System.GetTimestamp();
        var drained = edge.DrainAsync();
        cluster.Rebalance(without: edge);
        print($"drain of {edge.Name} with about {sessions / cluster.Edges.Count} of {sessions} sessions: process ended after {Text(await drained)}");
        var works = await WorksAsync(fleet, started);
        print($"    {moved.Count} sessions moved, {moved.Values.Count(recovered => recovered)} of them recovered; a publish to each of all works after {works}");
        await Task.WhenAll(fleet.Select(client => client.DisposeAsync().AsTask()));
    }

    private static async Task<SwsClient[]> ConnectAsync(ChaosCluster cluster, int count)
    {
        var fleet = new ConcurrentBag<SwsClient>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, cancelled) =>
            fleet.Add(await SwsClient.ConnectAsync(
                new SwsClientOptions
                {
                    Url = cluster.Url("plain"),
                    Trust = cluster.Trust,
                    ConnectTimeout = TimeSpan.FromSeconds(3),
                    KeepAliveInterval = TimeSpan.FromSeconds(2),
                    KeepAliveTimeout = TimeSpan.FromSeconds(3),
                    Reconnect = new ReconnectOptions { InitialDelay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromSeconds(1) },
                },
                cancelled)));
        return [.. fleet];
    }

    /// <summary>Each client sends to itself until one send is acknowledged and comes back.</summary>
    private static async Task<string> WorksAsync(SwsClient[] fleet, long since)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            var times = await Task.WhenAll(fleet.Select(client => RoundTripAsync(client, since, patience.Token)));
            Array.Sort(times);
            return $"{Text(times[^1])} (half of them after {Text(times[times.Length / 2])}, nine of ten after {Text(times[times.Length * 9 / 10])})";
        }
        catch (OperationCanceledException)
        {
            return Text(null);
        }
    }

    private static async Task<TimeSpan> RoundTripAsync(SwsClient client, long since, CancellationToken cancelled)
    {
        var token = Guid.NewGuid().ToString("N");
        var received = ReceiveAsync(client, token, cancelled);
        while (true)
        {
            try
            {
                await client.SendToUserAsync(client.UserId!, SwsData.Text(token), cancelled);
                break;
            }
            catch (Exception e) when (e is SwsAckException or SwsOutcomeUnknownException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancelled);
            }
        }

        await received;
        return TimeProvider.System.GetElapsedTime(since);
    }

    private static async Task ReceiveAsync(SwsClient client, string token, CancellationToken cancelled)
    {
        await foreach (var message in client.ReadMessagesAsync(cancelled))
        {
            if (message is SwsDataMessage data && data.Text == token)
            {
                return;
            }
        }
    }

    private static async Task<TimeSpan?> WhenAsync(long since, Func<Task<bool>> happened)
    {
        while (!await happened())
        {
            if (TimeProvider.System.GetElapsedTime(since) > Patience)
            {
                return null;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        return TimeProvider.System.GetElapsedTime(since);
    }

    /// <summary>How many silos Orleans' table in Redis calls dead (status 6), asked with the program that comes with Redis.</summary>
    private static async Task<int> CountDeadAsync(ChaosCluster cluster)
    {
        string[] address = cluster.Redis.ConnectionString.Split(':');
        using var client = Process.Start(new ProcessStartInfo("redis-cli", ["-h", address[0], "-p", address[1], "--raw", "HVALS", "sws/members/sws"])
        {
            RedirectStandardOutput = true,
        })!;
        var table = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        return table.Split("\"Status\":6,").Length - 1;
    }

    private static string Text(TimeSpan? time) => time is { } known ? $"{known.TotalSeconds:0.00} s" : $"NOT within {Patience.TotalSeconds} s";
}
