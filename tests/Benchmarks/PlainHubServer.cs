using System.Net;
using Microsoft.AspNetCore.Connections;
using Sws.Gateway.Hosting;

namespace Sws.Benchmarks;

/// <summary>
/// Fan-out in plaintext, shaped as the gateway's edge does it: Kestrel's connection handler, the same scheduling of sockets, the same frames, the same codec with sequence
/// ids, one encoding per publish. No encryption, no grains, nothing kept for recovery: what those cost is the difference.
/// </summary>
internal static class PlainHubServer
{
    public static WebApplication Build(int port)
    {
        SocketScheduling.PreferInline();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSocketScheduling().AddSingleton<PlainHub>();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseConnectionHandler<PlainHubHandler>()));
        return builder.Build();
    }
}
