using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Console;
using Sws.Gateway.Api;
using Sws.Gateway.Options;
using Sws.Grains.Hubs;

namespace Sws.Gateway.Hosting;

/// <summary>Puts the gateway together from its settings.</summary>
internal static class GatewayHost
{
    /// <summary>Builds the host; nothing listens yet.</summary>
    /// <param name="args">Command line in the form of configuration keys, <c>--Gateway:SwsPort=9000</c>.</param>
    /// <exception cref="StartupException">It cannot be built for a reason an operator can mend.</exception>
    public static WebApplication Build(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        GatewaySettings settings = ReadSettings(builder);
        Ports.Check(settings);

        builder.Logging.ClearProviders();
        AddConsole(builder);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning);

        // It counts from the machine's start until its first run, and then warns of a delay of hours.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);

        // One line per call that a dead silo owes an answer, thousands at once: who called says what came of it.
        builder.Logging.AddFilter("Orleans.Runtime.CallbackData", LogLevel.Error);

        // A start that fails, or is told to stop, is reported in one line instead of its stack.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new HubCatalog(settings.Hubs));
        builder.Services.AddSocketScheduling().AddSingleton<IMemoryPoolFactory<byte>, SocketBlocks>();

        // A drain must be able to finish before the host gives up on it.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout(settings));
        builder.Services.AddSingleton<StartupLog>().AddSingleton<NodeState>().AddSingleton<Readiness>();
        builder.AddSwsRole(settings);
        builder.Services.AddSwsApi(settings);
        builder.Services.AddSwsTelemetry(settings);
        builder.Services.AddSingleton<IHeap, ManagedHeap>().AddHostedService<QuietMemory>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (settings.HasEdge)
            {
                kestrel.ListenForSws(settings);
            }

            EdgeHosting.Listen(kestrel, settings, settings.HttpPort, static _ => { });
        });
        builder.WebHost.UseShutdownTimeout(ShutdownTimeout(settings));

        WebApplication app = builder.Build();
        app.UseThreadPool();
        app.UseSwsApi();
        app.OpenMessageLog();
        app.MapSwsHealth();
        app.MapSwsMetrics();
        app.Services.GetRequiredService<StartupLog>().Register(app);
        return app;
    }

    /// <summary>Lines for people, or JSON for machines with <c>Logging:Console:FormatterName=json</c>.</summary>
    private static void AddConsole(WebApplicationBuilder builder)
    {
        const string Format = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        if (string.Equals(builder.Configuration["Logging:Console:FormatterName"], ConsoleFormatterNames.Json, StringComparison.OrdinalIgnoreCase))
        {
            builder.Logging.AddJsonConsole(console => (console.TimestampFormat, console.UseUtcTimestamp) = (Format.TrimEnd(), true));
        }
        else
        {
            builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, Format, true));
        }
    }

    /// <summary>How long a stop may take: the drain, then the silo's way out of the cluster.</summary>
    public static TimeSpan ShutdownTimeout(GatewaySettings settings) => settings.Limits.DrainWindow + settings.Limits.HandOverWindow + TimeSpan.FromSeconds(25);

    private static void AddSwsRole(this WebApplicationBuilder builder, GatewaySettings settings)
    {
        if (settings.HasSilo)
        {
            builder.AddSwsSilo(settings);
        }
        else
        {
            builder.AddSwsClusterClient(settings);
        }

        if (settings.HasEdge)
        {
            builder.Services.AddSwsEdge(settings);
        }

        ClusterStart.TakeOver(builder.Services);
    }

    private static GatewaySettings ReadSettings(WebApplicationBuilder builder)
    {
        GatewaySettings settings = GatewaySettingsReader.Read(builder.Configuration, builder.Environment.IsDevelopment(), out IReadOnlyList<string> problems);
        return problems.Count == 0 ? settings : throw new StartupException(string.Join(Environment.NewLine, problems));
    }
}
