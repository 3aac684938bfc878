using Microsoft.Extensions.Logging.Abstractions;
using Sws.Gateway.Connections;
using Sws.Gateway.Sessions;
using Sws.Gateway.Trust;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Interfaces.Trust;
using Sws.Grains.Trust;
using Sws.Protocol.Messaging;

namespace Sws.Gateway.Tests.Cluster;

/// <summary>One edge without its port: all that is behind the handshake.</summary>
internal sealed class TestEdge : IDisposable
{
    private readonly GatedObserver[] _observers;
    private readonly AuditLog _audit = new(NullLoggerFactory.Instance, TimeProvider.System);

    /// <param name="client">The cluster.</param>
    /// <param name="limits">Of its sessions' queues.</param>
    /// <param name="socketTime">The clock of its sockets.</param>
    public TestEdge(IClusterClient client, SendQueueLimits? limits = null, TimeProvider? socketTime = null)
    {
        Table = new ConnectionTable(ConnectionTimeouts.Default, socketTime ?? TimeProvider.System);
        Commands = new CommandSender(Silos, TestMetrics.Deliveries(), TimeProvider.System);
        Settings = new SessionSettings(ConnectionTimeouts.Default, limits ?? new SendQueueLimits(1000, 1024 * 1024), 1024 * 1024, 128);
        OrleansSessionGrainSource grains = new(client);
        Groups = new GroupIndex(new GroupCalls(client, Identity, NullLogger<GroupCalls>.Instance), NullLogger<GroupIndex>.Instance);
        Sessions = new SessionRegistry(grains, Groups, Identity, Settings, Silos, TimeProvider.System, NullLogger<SessionRegistry>.Instance);
        Starter = new SessionStarter(
            Sessions, new SessionResumption(grains, Sessions, Groups, Identity, Settings, Silos), MakeGate(), NullLogger<SessionStarter>.Instance);
        Lease = new EdgeLeaseKeeper(client, Identity, Sessions, Groups, TestMetrics.Edge(), NullLogger<EdgeLeaseKeeper>.Instance);
        _observers = [.. Enumerable.Range(0, 4).Select(_ => new GatedObserver(new EdgeObserver(Sessions, Groups, TestMetrics.Deliveries()), Link))];
        Identity.SetObservers(_observers.Select(client.CreateObjectReference<IEdgeObserver>));
    }

    public EdgeIdentity Identity { get; } = new();

    /// <summary>The way from grains to this edge.</summary>
    public EdgeLink Link { get; } = new();

    public SessionSettings Settings { get; }

    public GroupIndex Groups { get; }

    public SessionRegistry Sessions { get; }

    public SessionStarter Starter { get; }

    public EdgeLeaseKeeper Lease { get; }

    public ConnectionTable Table { get; }

    /// <summary>Whether this edge has lost a silo.</summary>
    public SiloLoss Silos { get; } = new(TimeProvider.System);

    public CommandSender Commands { get; }

    private ClientGate MakeGate()
    {
        TrustCache trust = new(new TrustSnapshot("0", 0, [], [], []));
        return new ClientGate(
            new ClientVerifier(trust, TimeProvider.System), trust, new SessionWatch(Sessions, _audit, trust, TimeProvider.System), _audit, TimeProvider.System);
    }

    /// <summary>Connects a client, to a new session or to the one that <paramref name="recover"/> had.</summary>
    /// <param name="publicKey">The client's key.</param>
    /// <param name="recover">What the session began with.</param>
    /// <param name="received">Up to which direct message the client has them; null when it does not count.</param>
    public Task<TestClient> ConnectAsync(byte[] publicKey, Connected? recover = null, long? received = null) =>
        TestClient.ConnectAsync(this, new ClientIdentity(publicKey, [], 2, [192, 0, 2, 1]), recover, received);

    /// <summary>Renews the lease, and asserts what has to be asserted.</summary>
    public async Task<bool> RenewAsync()
    {
        bool isRenewed = await Lease.RenewAsync();
        await Lease.Asserted;
        return isRenewed;
    }

    public void Dispose()
    {
        Table.Dispose();
        _audit.Dispose();
    }
}
