using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sws.Gateway.Connections;
using Sws.Gateway.Diagnostics;
using Sws.Gateway.Limits;
using Sws.Gateway.Options;
using Sws.Gateway.Proxies;
using Sws.Gateway.Sessions;
using Sws.Gateway.Trust;
using Sws.Grains;
using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;

namespace Sws.Gateway.Hosting;

/// <summary>Adds the edge: the SWS port and the sessions behind it.</summary>
internal static class EdgeHosting
{
    public static IServiceCollection AddSwsEdge(this IServiceCollection services, GatewaySettings settings) => services
        .AddSwsConnections(settings)
        .AddSingleton<ISessionGrainSource, OrleansSessionGrainSource>()
        .AddSingleton<GroupCalls>()
        .AddSingleton<GroupIndex>()
        .AddSingleton<EdgeLeaseKeeper>()
        .AddSingleton<EdgeObserverSource>()
        .AddSingleton<EpochRotation>()
        .AddSingleton<SessionWatch>()
        .AddTrustWatch()
        .AddHostedService<EdgeService>()
        .AddHostedService(provider => provider.GetRequiredService<EpochRotation>())
        .AddHostedService<SessionSweep>();

    /// <summary>Adds what keeps this process's view of what is trusted right; once, whichever roles it has.</summary>
    public static IServiceCollection AddTrustWatch(this IServiceCollection services)
    {
        if (services.All(service => service.ServiceType != typeof(TrustWatch)))
        {
            services.TryAddSingleton<AuditLog>();
            services.AddSwsTrust().AddSingleton<TrustWatch>().AddHostedService(static provider => provider.GetRequiredService<TrustWatch>());
        }

        return services;
    }

    /// <summary>Adds what serves sockets: all of the edge but its ties to the cluster.</summary>
    public static IServiceCollection AddSwsConnections(this IServiceCollection services, GatewaySettings settings)
    {
        BoxKeyPair? staticKey = EmbeddedPki.LoadStaticKey(settings);
        LimitSettings limits = settings.Limits;
        ConnectionTimeouts timeouts = ConnectionTimeouts.Default with
        {
            Handshake = limits.HandshakeTimeout,
            PingInterval = limits.PingInterval,
            DeadAfter = limits.DeadAfter,
            Resume = limits.ResumeWindow,
        };
        services.TryAddSingleton<AuditLog>();
        return services.AddSwsTrust()
            .AddSingleton(timeouts)
            .AddSingleton(new SessionSettings(timeouts, new SendQueueLimits(limits.QueueMessages, limits.QueueBytes), limits.MaxMessageBytes, limits.GroupsPerSession))
            .AddSingleton(new AdmissionLimits(limits.Connections, limits.Handshakes, limits.ConnectionRate, limits.ConnectionBurst))
            .AddSingleton<AddressRateLimiter>()
            .AddSingleton<AdmissionControl>()
            .AddSingleton(settings.Proxies)
            .AddSingleton<ProxyProtocolMiddleware>()
            .AddSingleton<ClientAddresses>()
            .AddSingleton<AdmissionMiddleware>()
            .AddSingleton<ConnectionTable>()
            .AddSingleton<HoldQueue>()
            .AddSingleton<UpgradeStep>()
            .AddSingleton<ConnectionMetrics>()
            .AddSingleton<TrafficMetrics>()
            .AddSingleton<DeliveryMetrics>()
            .AddSingleton<EdgeMetrics>()
            .AddSingleton<ConnectionServices>()
            .AddSingleton<SwsConnectionHandler>()
            .AddSingleton(provider => new EdgeIdentities(staticKey, provider.GetRequiredService<ILogger<EdgeIdentities>>()))
            .AddSingleton<IServerIdentitySource>(provider => provider.GetRequiredService<EdgeIdentities>())
            .AddSingleton<EdgeIdentity>()
            .AddSingleton<ClientGate>()
            .AddSingleton<SiloLoss>()
            .AddSingleton<SessionRegistry>()
            .AddSingleton<SessionResumption>()
            .AddSingleton<SessionStarter>()
            .AddSingleton<GroupJoiner>()
            .AddSingleton<CommandSender>()
            .AddSingleton(new DrainSettings(limits.DrainWindow, limits.HandOverWindow))
            .AddSingleton<SessionDrain>();
    }

    /// <summary>Opens the SWS port.</summary>
    public static void ListenForSws(this KestrelServerOptions kestrel, GatewaySettings settings)
    {
        void Configure(ListenOptions listen)
        {
            if (settings.Proxies.Protocol == ProxyProtocolMode.Required)
            {
                ProxyProtocolMiddleware proxies = kestrel.ApplicationServices.GetRequiredService<ProxyProtocolMiddleware>();
                listen.Use(next => connection => proxies.ServeAsync(connection, next));
            }

            if (settings.Tls is { } tls)
            {
                AdmissionMiddleware admission = kestrel.ApplicationServices.GetRequiredService<AdmissionMiddleware>();
                listen.Use(next => connection => admission.ServeAsync(connection, next));
                listen.UseSwsTls(tls, settings.Limits.HandshakeTimeout);
            }

            listen.UseConnectionHandler<SwsConnectionHandler>();
        }

        Listen(kestrel, settings, settings.SwsPort, Configure);
    }

    /// <summary>Listens on the configured address; loopback means both families.</summary>
    public static void Listen(KestrelServerOptions kestrel, GatewaySettings settings, int port, Action<ListenOptions> configure)
    {
        switch (settings.BindAddress)
        {
            case null:
                kestrel.ListenAnyIP(port, configure);
                break;
            case var loopback when loopback.Equals(System.Net.IPAddress.Loopback) && port != 0:
                kestrel.ListenLocalhost(port, configure);
                break;
            case var address:
                kestrel.Listen(address, port, configure);
                break;
        }
    }
}
