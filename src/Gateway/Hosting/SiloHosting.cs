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
    public static void AddSwsSilo(this WebApplicationBuilder builder, GatewaySettings settings)
    {
        CertificateAuthority authority = EmbeddedPki.LoadAuthority(settings, TimeProvider.System);
        builder.Services
            .AddSingleton(new ClusterAuthority(authority))
            .AddSingleton(new ConfiguredAuthorities(EmbeddedPki.LoadTrust(settings, authority)))
            .AddSingleton(new SessionLimits { Groups = settings.Limits.GroupsPerSession, OutboxMessages = settings.Limits.QueueMessages })
            .AddSwsGrains();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(
                Ports.Resolve(settings.Cluster.SiloPort),
                Ports.Resolve(settings.Cluster.GatewayPort),
                primarySiloEndpoint: null,
                settings.Cluster.ServiceId,
                settings.Cluster.ClusterId)
            .AddFileGrainStorage(settings));
        builder.Services.AddTrustWatch();
    }
}
