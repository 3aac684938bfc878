using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sws.Grains.Edges;
using Sws.Grains.Groups;
using Sws.Grains.Log;
using Sws.Grains.Sessions;

namespace Sws.Grains;

/// <summary>Registers what the grains need.</summary>
public static class GrainServices
{
    /// <summary>The meter of the grains' figures.</summary>
    public const string MeterName = "Sws.Grains";

    /// <summary>Adds the services of the grains. The host adds <see cref="Hubs.HubCatalog"/>, <see cref="SessionLimits"/>,
    /// <see cref="Trust.ConfiguredAuthorities"/>, <see cref="Trust.ClusterAuthority"/> and a <see cref="TimeProvider"/>.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddSwsGrains(this IServiceCollection services) => services
        .AddSingleton<EdgeScatter>()
        .AddSwsTrust()
        .AddSingleton<SiloMembership>()
        .AddHostedService(provider => provider.GetRequiredService<SiloMembership>())
        .AddSingleton<EdgeWindows>()
        .AddSingleton<SiloGroups>()
        .AddSingleton<EdgeServices>()
        .AddSingleton<EdgeWatch>()
        .AddSingleton<SiloWork>()
        .AddSingleton<SessionAuthorizer>()
        .AddSingleton<SessionHandover>()
        .AddSingleton<SiloSessions>()
        .AddSingleton<SessionDeliveries>()
        .AddSingleton<SessionServices>()
        .AddSingleton<MessageLogSource>()
        .AddSingleton<GroupHistories>();

    /// <summary>
    /// Adds what works beside the grains of <see cref="AddSwsGrains"/>. To be called behind the silo's own services: what was added
    /// last stops first, and this needs a silo that answers.
    /// </summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddSwsGrainWork(this IServiceCollection services) => services
        .AddHostedService(provider => provider.GetRequiredService<EdgeWatch>())
        .AddHostedService(provider => provider.GetRequiredService<SiloWork>());

    /// <summary>Adds what verifies clients; both edges and silos have it. The host adds a <see cref="TimeProvider"/>.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddSwsTrust(this IServiceCollection services)
    {
        services.TryAddSingleton<Trust.TrustCache>();
        services.TryAddSingleton<Trust.ClientVerifier>();
        return services;
    }
}
