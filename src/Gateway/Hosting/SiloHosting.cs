using System.Net;
using Orleans.Configuration;
using Orleans.Storage;
using StackExchange.Redis;
using Sws.Gateway.Options;
using Sws.Gateway.Storage;
using Sws.Grains;
using Sws.Grains.Sessions;
using Sws.Grains.Trust;
using Sws.Protocol.Certificates;

namespace Sws.Gateway.Hosting;

/// <summary>Adds the silo: the grains and the cluster they live in.</summary>
internal static class SiloHosting
{
    // A silo has sessions of edges that take more than its own limit says.
    private const int MinGrainsRemembered = 100_000;

    public static void AddSwsSilo(this WebApplicationBuilder builder, GatewaySettings settings)
    {
        CertificateAuthority authority = EmbeddedPki.LoadAuthority(settings, TimeProvider.System);
        builder.Services
            .AddSingleton(new ClusterAuthority(authority))
            .AddSingleton(new ConfiguredAuthorities(EmbeddedPki.LoadTrust(settings, authority)))
            .AddSingleton(new SessionLimits
            {
                Groups = settings.Limits.GroupsPerSession,
                OutboxMessages = settings.Limits.QueueMessages,
                OutboxBytes = settings.Limits.QueueBytes,
                ResumeWindow = settings.Limits.ResumeWindow,
            })
            .AddSwsGrains()
            .AddSwsMessageLog(settings);
        builder.UseOrleans(silo =>
        {
            // Grains whose place is remembered, with room for all of them from the start: a node's sessions, and as many that they send to.
            silo.Configure<GrainDirectoryOptions>(options => options.CacheSize = Math.Max(MinGrainsRemembered, 2 * settings.Limits.Connections));
            if (settings.Cluster.Provider == ClusterProvider.Redis)
            {
                silo.JoinThroughRedis(settings.Cluster, settings.BindAddress);
            }
            else
            {
                silo.StandAlone(settings);
            }
        });

        // Behind the silo, so that they stop before it.
        builder.Services.AddTrustWatch().AddSwsGrainWork();
    }

    private static void StandAlone(this ISiloBuilder silo, GatewaySettings settings)
    {
        ClusterSettings cluster = settings.Cluster;
        silo.UseLocalhostClustering(
            Ports.Resolve(cluster.SiloPort), Ports.Resolve(cluster.GatewayPort), primarySiloEndpoint: null, cluster.ServiceId, cluster.ClusterId);
        silo.AddFileGrainStorage(settings);
        silo.UseInMemoryReminderService();
    }

    private static void JoinThroughRedis(this ISiloBuilder silo, ClusterSettings cluster, IPAddress? bindAddress)
    {
        ConfigurationOptions redis = silo.Services.AddClusterRedis(cluster.Redis!);
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        silo.Configure<ClusterMembershipOptions>(ClusterTiming.Configure);
        silo.Configure<SiloMessagingOptions>(ClusterTiming.Configure);
        silo.Configure<ConnectionOptions>(ClusterTiming.Configure);
        silo.Configure<GrainDirectoryOptions>(ClusterTiming.Configure);
        silo.Configure<EndpointOptions>(options => ConfigureEndpoints(options, cluster, bindAddress));
        silo.UseRedisClustering(options => options.ConfigurationOptions = redis);
#pragma warning disable ORLEANSEXP003 // Experimental by name; why it is used all the same: docs/adr/0023-grain-directory.md
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        silo.AddFence();
        silo.UseRedisReminderService(options => options.ConfigurationOptions = redis);

        // Orleans' own format: stored state follows the [Id]s of its type, as messages do.
        silo.Services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>();
        silo.AddRedisGrainStorage(GrainStorageNames.Default, options => options.ConfigurationOptions = redis);
    }

    private static void AddFence(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<SiloFence>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloFence>());
        silo.Services.AddOptions<SiloConnectionOptions>().Configure<SiloFence>((options, fence) =>
        {
            options.ConfigureSiloInboundConnection(fence.GuardSilos);
            options.ConfigureSiloOutboundConnection(fence.GuardSilos);
            options.ConfigureGatewayInboundConnection(fence.GuardEdges);
        });
    }

    private static void ConfigureEndpoints(EndpointOptions options, ClusterSettings cluster, IPAddress? bindAddress)
    {
        int siloPort = Ports.Resolve(cluster.SiloPort);
        int gatewayPort = Ports.Resolve(cluster.GatewayPort);
        (options.SiloPort, options.GatewayPort) = (siloPort, gatewayPort);
        if (Ports.Advertised(cluster, bindAddress) is { } address)
        {
            options.AdvertisedIPAddress = address;
        }

        IPAddress listen = Ports.Listening(cluster, bindAddress);
        options.SiloListeningEndpoint = new IPEndPoint(listen, siloPort);
        options.GatewayListeningEndpoint = new IPEndPoint(listen, gatewayPort);
    }
}
