using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.SignalR;

namespace Sws.Benchmarks;

/// <summary>ASP.NET Core SignalR with its default JSON protocol: the hub that LoadGen's dialect "signalr" calls.</summary>
internal static class SignalRServer
{
    public static WebApplication Build(int port, TlsOption? tls)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSignalR(options => options.MaximumReceiveMessageSize = 1 << 20);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => TlsOption.Apply(tls, listen)));
        WebApplication app = builder.Build();
        app.MapHub<BenchHub>("/hub");
        return app;
    }

    internal sealed class BenchHub : Hub
    {
        [SuppressMessage("Performance", "CA1822", Justification = "SignalR calls methods of instances.")]
        public string Echo(string text) => text;

        public Task Join(string group) => Groups.AddToGroupAsync(Context.ConnectionId, group);

        public Task Publish(string group, string text) => Clients.Group(group).SendAsync("m", text);
    }
}
