using Orleans.Configuration;
using StackExchange.Redis;
using Sws.Gateway.Options;

namespace Sws.Gateway.Hosting;

/// <summary>Adds an edge's way to the silos: one Orleans client for all its sessions.</summary>
internal static class ClientHosting
{
    public static void AddSwsClusterClient(this WebApplicationBuilder builder, GatewaySettings settings)
    {
        ConfigurationOptions redis = builder.Services.AddClusterRedis(settings.Cluster.Redis!);
        builder.Services.AddSingleton<SiloLinks>();
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.Cluster.ClusterId, settings.Cluster.ServiceId))
            .Configure<ClientMessagingOptions>(ClusterTiming.Configure)
            .Configure<ConnectionOptions>(ClusterTiming.Configure)
            .Configure<GatewayOptions>(ClusterTiming.Configure)
            .UseRedisClustering(options => options.ConfigurationOptions = redis)
            .UseConnectionRetryFilter<SiloRetry>()
            .AddGatewayCountChangedHandler(services => services.GetRequiredService<SiloLinks>().OnChanged)
            .AddClusterConnectionLostHandler(services => services.GetRequiredService<SiloLinks>().OnLost));
    }
}
