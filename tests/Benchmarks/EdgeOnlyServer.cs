using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Sws.Gateway.Diagnostics;
using Sws.Gateway.Hosting;
using Sws.Gateway.Options;
using Sws.Gateway.Sessions;
using Sws.Gateway.Trust;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces.Trust;
using Sws.Grains.Trust;

namespace Sws.Benchmarks;

/// <summary>The gateway's edge with a session that echoes in place of the session grain: what the grain costs is the difference.</summary>
internal static class EdgeOnlyServer
{
    public static WebApplication Build(int port)
    {
        SocketScheduling.PreferInline();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
            [$"--Gateway:SwsPort={port}", "--Gateway:BindAddress=127.0.0.1", "--Gateway:HttpPort=0"]);
        GatewaySettings settings = GatewaySettingsReader.Read(builder.Configuration, isDevelopment: false, out _);
        builder.Logging.ClearProviders();
        builder.Services
            .AddSocketScheduling()
            .AddSingleton<IMemoryPoolFactory<byte>, SocketBlocks>()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IHeap, ManagedHeap>()
            .AddHostedService<QuietMemory>()
            .AddSingleton(new HubCatalog(settings.Hubs))
            .AddSingleton(new TrustCache(new TrustSnapshot("0", 0, [], [], [])))
            .AddSwsConnections(settings)
            .AddSingleton<SessionWatch>()
            .AddSingleton<ISessionGrainSource, EchoSessions>()
            .AddSingleton(provider => new GroupIndex(
                new GroupCalls(null!, provider.GetRequiredService<EdgeIdentity>(), NullLogger<GroupCalls>.Instance), NullLogger<GroupIndex>.Instance));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenForSws(settings));
        WebApplication app = builder.Build();
        app.Services.GetRequiredService<EdgeIdentity>().SetObservers([new EdgeObserver(
            app.Services.GetRequiredService<SessionRegistry>(), app.Services.GetRequiredService<GroupIndex>(), app.Services.GetRequiredService<DeliveryMetrics>())]);
        return app;
    }
}
