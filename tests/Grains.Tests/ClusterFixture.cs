using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces.Trust;
using Sws.Grains.Sessions;
using Sws.Grains.Tests;
using Sws.Grains.Tests.Groups;
using Sws.Grains.Trust;
using Sws.Protocol.Handshake;

[assembly: AssemblyFixture(typeof(ClusterFixture))]

namespace Sws.Grains.Tests;

/// <summary>One silo with the hubs <c>open</c> (everything allowed) and <c>closed</c> (only joining <c>room.*</c> is).</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    /// <summary>Collection of the tests that put edges into the one directory.</summary>
    public const string Alone = "edge directory";

    public const string Open = "open";
    public const string Closed = "closed";

    private InProcessTestCluster? _cluster;

    public IClusterClient Client => _cluster!.Client;

    public async ValueTask InitializeAsync()
    {
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorage(GrainStorageNames.Default).Services
                .AddSingleton(new HubCatalog([MakeHub(Open, Roles.All), MakeHub(Closed, ["webpubsub.joinLeaveGroup.room.*"])]))
                .AddSingleton(new ConfiguredAuthorities([]))
                .AddSingleton(new ClusterAuthority(null))
                .AddSingleton(new SessionLimits())
                .AddSingleton(TimeProvider.System)
                .AddSingleton(new TrustCache(new TrustSnapshot("0-test", 0, [], [], [])))
                .AddSwsGrains();

            silo.AddIncomingGrainCallFilter<FailingPublishes>();
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync() => await _cluster!.DisposeAsync();

    private static Hub MakeHub(string name, IReadOnlyList<string> roles) => new(
        name, SwsVersions.V1 | SwsVersions.V2, false, HubHandler.Echo, UserIdSource.PublicKey, AddressCheck.Off, [new PermissionRule(roles, [])]);
}
