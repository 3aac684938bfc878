using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Sws.Gateway.Options;

namespace Sws.Gateway.Hosting;

/// <summary>Tells in the log where the gateway can be reached once it can be.</summary>
internal sealed partial class StartupLog(GatewaySettings settings, IServer server, ILogger<StartupLog> logger)
{
    public void Register(WebApplication app) => app.Lifetime.ApplicationStarted.Register(Write);

    private void Write()
    {
        // In the order in which they were configured: SWS first, on every family of the address, then HTTP.
        string[] addresses = [.. server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []];
        if (settings.HasEdge)
        {
            string scheme = settings.Tls is null ? "ws" : "wss";
            LogSws(logger, $"{scheme}://{Authority(addresses, 0)}/client/hubs/{{hub}}", string.Join(", ", settings.Hubs.Select(hub => hub.Name)));
        }

        string http = $"http://{Authority(addresses, settings.HasEdge ? addresses.Length / 2 : 0)}";
        LogHttp(logger, http);
        if (settings.HasSilo && settings.Trust.CaKeyFile is null)
        {
            LogData(logger, settings.DataDirectory);
        }

        LogReady(logger);
    }

    private static string Authority(string[] addresses, int index) => new Uri(addresses[index]).Authority;

    [LoggerMessage(1401, LogLevel.Information, "Listening for SWS clients on {Url}; hubs: {Hubs}")]
    private static partial void LogSws(ILogger logger, string url, string hubs);

    [LoggerMessage(1402, LogLevel.Information, "Listening for HTTP on {Url}: /healthz/live, /healthz/ready, /metrics")]
    private static partial void LogHttp(ILogger logger, string url);

    [LoggerMessage(1403, LogLevel.Information, "Keys and store are in {DataDirectory}; clients verify this server with pki/ca.cert in it")]
    private static partial void LogData(ILogger logger, string dataDirectory);

    [LoggerMessage(1404, LogLevel.Information, "Ready")]
    private static partial void LogReady(ILogger logger);
}
