using System.Net;
using Sws.Chaos.Network;
using Sws.Client;
using Sws.Testing;

namespace Sws.Chaos.Cluster;

/// <summary>A real Redis, gateways in processes of their own, and a load balancer in front of their edges.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    // A silo reads the membership table every second; a vote that was under way when it was connected again comes behind one.
    private static readonly TimeSpan TableIsReadWithin = TimeSpan.FromSeconds(2);

    private readonly ClusterShared _shared;
    private readonly List<Node> _nodes = [];

    private ChaosCluster(ClusterShared shared)
    {
        _shared = shared;
        Balancer = new FaultProxy([], TimeProvider.System);
    }

    public IReadOnlyList<Node> Nodes => _nodes;

    public IReadOnlyList<Node> Edges => [.. _nodes.Where(node => node.IsEdge)];

    public IReadOnlyList<Node> Silos => [.. _nodes.Where(node => node.IsSilo)];

    public Topology Topology => _shared.Plan.Topology;

    public ClusterPlan Plan => _shared.Plan;

    public RedisProcess Redis => _shared.Redis;

    /// <summary>Null where nodes share loopback.</summary>
    public NetworkNamespaces? Network => _shared.Network;

    /// <summary>What clients connect to.</summary>
    public FaultProxy Balancer { get; }

    public ServerTrust Trust => ServerTrust.CertificateAuthorityFile(_shared.AuthorityCertificate);

    /// <summary>The authority's certificate, for peers that want a file.</summary>
    public string AuthorityFile => _shared.AuthorityCertificate;

    /// <summary>Starts everything and waits until all nodes are ready.</summary>
    public static async Task<ChaosCluster> StartAsync(ClusterPlan plan)
    {
        var network = plan.WithNamespaces ? await NetworkNamespaces.TryCreateAsync() : null;
        var shared = new ClusterShared(plan, new TemporaryFolder(), await RedisProcess.StartAsync(network?.Host), network);
        var cluster = new ChaosCluster(shared);
        try
        {
            await cluster.StartNodesAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The URL of a hub behind the load balancer.</summary>
    public Uri Url(string hub) => new($"ws://127.0.0.1:{Balancer.Port}/client/hubs/{hub}");

    /// <summary>The URL of a hub on one node.</summary>
    public static Uri Url(Node node, string hub) => new($"ws://{node.Clients ?? throw new InvalidOperationException($"{node.Name} is down.")}/client/hubs/{hub}");

    /// <summary>Tells the load balancer which edges there are.</summary>
    public void Rebalance(Node? without = null) =>
        Balancer.Retarget(_nodes.Where(node => node != without).Select(node => node.Clients).OfType<IPEndPoint>());

    /// <summary>
    /// Waits until a node that was cut off has read whether it was voted out meanwhile, and has ended itself if so: otherwise
    /// it would do that in the middle of the next round.
    /// </summary>
    public static async Task SettleAsync(Node node)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (node.IsUp && !await node.IsReadyAsync() && TimeProvider.System.GetElapsedTime(started) < Timeouts.Process)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        await Task.Delay(TableIsReadWithin, TimeProvider.System);
    }

    /// <summary>Starts what is down and waits until every node says that it is ready.</summary>
    public async Task MendAsync()
    {
        if (Redis.Process.HasExited)
        {
            await Redis.RestartAsync();
        }

        await Task.WhenAll(_nodes.Where(node => !node.IsUp).Select(node => node.StartAsync()));
        Rebalance();
        var started = TimeProvider.System.GetTimestamp();
        while (!(await Task.WhenAll(_nodes.Select(node => node.IsReadyAsync()))).All(ready => ready))
        {
            // A node that was given up by the others ends itself: it is started again, as an orchestrator would.
            await Task.WhenAll(_nodes.Where(node => !node.IsUp).Select(node => node.StartAsync()));
            Rebalance();
            if (TimeProvider.System.GetElapsedTime(started) > Timeouts.Process)
            {
                var late = string.Join(", ", _nodes.Where(node => !node.IsUp || node.Output.Count == 0).Select(node => node.Name));
                throw new TimeoutException($"Waited {Timeouts.Process.TotalSeconds} s for all nodes to be ready again. Down: {(late.Length == 0 ? "none" : late)}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Balancer.DisposeAsync();
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        await Redis.DisposeAsync();
        if (Network is not null)
        {
            await Network.DisposeAsync();
        }

        _shared.Folder.Dispose();
    }

    private async Task StartNodesAsync()
    {
        await using (var authority = ChildProcess.Start(
            "dotnet", [Plan.Gateway, "cert", "ca", "new", "--name", "chaos", "--days", "2", "--out", _shared.Folder.At("ca")], "apt-get install dotnet-sdk-10.0"))
        {
            if (await authority.WaitForExitAsync(Timeouts.Process) != 0)
            {
                throw new InvalidOperationException($"The authority was not made.\n{authority.Transcript()}");
            }
        }

        for (var number = 0; number < Topology.Roles.Count; number++)
        {
            var role = Topology.Roles[number];
            _nodes.Add(new Node($"{role.ToString().ToLowerInvariant()}-{number}", number, role, _shared));
            if (Network is not null)
            {
                await Network.AddAsync(number);
            }
        }

        await Task.WhenAll(_nodes.Select(node => node.StartAsync()));
        Rebalance();
    }
}
