using System.Net;
using System.Net.WebSockets;

namespace Sws.Benchmarks;

/// <summary>Echo on ASP.NET Core's own WebSocket, written as its documentation advises: the peer to measure against.</summary>
internal static class StockServer
{
    private const int BufferBytes = 4096;

    public static WebApplication Build(int port, TlsOption? tls)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => TlsOption.Apply(tls, listen)));
        WebApplication app = builder.Build();
        app.UseWebSockets();
        app.Run(async context =>
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            await EchoAsync(socket, context.RequestAborted);
        });
        return app;
    }

    private static async Task EchoAsync(WebSocket socket, CancellationToken aborted)
    {
        byte[] buffer = new byte[BufferBytes];
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult received = await socket.ReceiveAsync(buffer.AsMemory(), aborted);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, aborted);
                    return;
                }

                await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, aborted);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The load generator left without a close frame.
        }
    }
}
