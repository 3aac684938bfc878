using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.TestingHost;
using Sws.Grains;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces.Trust;
using Sws.Grains.Sessions;
using Sws.Grains.Trust;
using Sws.Protocol.Handshake;

namespace Sws.Gateway.Tests.Cluster;

/// <summary>Silos in this process with the hub <c>chat</c>, and edges that are clients of them.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _silos;

    private TestCluster(InProcessTestCluster silos, CallFaults faults) => (_silos, Faults) = (silos, faults);

    public static Hub Chat { get; } = new(
        "chat", SwsVersions.V1 | SwsVersions.V2, false, HubHandler.Echo, UserIdSource.PublicKey, AddressCheck.Off, [new PermissionRule(Roles.All, [])]);

    public IClusterClient Client => _silos.Client;

    public InProcessTestCluster Silos => _silos;

    /// <summary>What fails of the calls to grains.</summary>
    public CallFaults Faults { get; }

    public static async Task<TestCluster> StartAsync(short silos = 1)
    {
        ConcurrentDictionary<string, byte[]> stored = new(StringComparer.Ordinal);
        CallFaults faults = new();
        InProcessTestClusterBuilder builder = new(silos);
        builder.ConfigureSilo((_, silo) => silo
            .AddIncomingGrainCallFilter(faults)
            .Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromSeconds(1);
                membership.NumMissedProbesLimit = 2;
                membership.NumVotesForDeathDeclaration = 1;
            })
            .Services
            .AddKeyedSingleton<IGrainStorage>(
                GrainStorageNames.Default, (services, _) => new SharedGrainStorage(stored, services.GetRequiredService<Serializer>()))
            .AddSingleton(new HubCatalog([Chat]))
            .AddSingleton(new ConfiguredAuthorities([]))
            .AddSingleton(new TrustCache(new TrustSnapshot("0", 0, [], [], [])))
            .AddSingleton(new ClusterAuthority(null))
            .AddSingleton(new SessionLimits())
            .AddSingleton(TimeProvider.System)
            .AddSwsGrains()
            .AddSwsGrainWork());
        InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        return new TestCluster(cluster, faults);
    }

    public async Task<TestEdge> AddEdgeAsync()
    {
        TestEdge edge = new(Client);
        Assert.True(await edge.RenewAsync());
        return edge;
    }

    public async ValueTask DisposeAsync()
    {
        await _silos.DisposeAsync();
        Faults.Dispose();
    }
}
