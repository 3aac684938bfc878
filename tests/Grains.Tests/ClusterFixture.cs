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

/// <summary>
/// One silo with the hubs <c>open</c> (everything allowed), <c>kept</c> (the same, and groups keep their messages in memory),
/// <c>durable</c> (the same in a message log, which a test adds; and users have inboxes)
/// and <c>closed</c> (only joining <c>room.*</c> is allowed).
/// </summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    /// <summary>Collection of the tests that put edges into the one directory.</summary>
    public const string Alone = "edge directory";

    public const string Open = "open";
    public const string Kept = "kept";
    public const string Durable = "durable";
    public const string Closed = "closed";

    private InProcessTestCluster? _cluster;

    public IClusterClient Client => _cluster!.Client;

    public async ValueTask InitializeAsync()
    {
        _cluster = await StartAsync(new SessionLimits(), silo =>
            silo.AddIncomingGrainCallFilter<FailingPublishes>().AddIncomingGrainCallFilter<FailingReports>());
    }

    public async ValueTask DisposeAsync() => await _cluster!.DisposeAsync();

    /// <summary>Starts a silo of a test's own.</summary>
    internal static async Task<InProcessTestCluster> StartAsync(SessionLimits limits, Action<ISiloBuilder>? configure = null)
    {
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorage(GrainStorageNames.Default).Services
                .AddSingleton(new HubCatalog(
                [
                    MakeHub(Open, Roles.All),
                    MakeHub(Kept, Roles.All) with { History = new HubHistory(HistoryMode.Memory, 100, TimeSpan.FromMinutes(1), GroupPattern.Any) },
                    MakeHub(Durable, Roles.All) with
                    {
                        History = new HubHistory(HistoryMode.Durable, 100, TimeSpan.FromMinutes(1), GroupPattern.Any),
                        Inbox = new HubInbox(100, TimeSpan.FromMinutes(1)),
                    },
                    MakeHub(Closed, ["webpubsub.joinLeaveGroup.room.*"]),
                ]))
                .AddSingleton(new ConfiguredAuthorities([]))
                .AddSingleton(new ClusterAuthority(null))
                .AddSingleton(limits)
                .AddSingleton(TimeProvider.System)
                .AddSingleton(new TrustCache(new TrustSnapshot("0-test", 0, [], [], [])))
                .AddSwsGrains();
            configure?.Invoke(silo);
        });
        InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    private static Hub MakeHub(string name, IReadOnlyList<string> roles) => new(
        name, SwsVersions.V1 | SwsVersions.V2, false, HubHandler.Echo, UserIdSource.PublicKey, AddressCheck.Off, [new PermissionRule(roles, [])]);
}
