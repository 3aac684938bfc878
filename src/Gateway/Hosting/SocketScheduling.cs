using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Sws.Gateway.Hosting;

/// <summary>
/// Lets the thread that learns of a socket event run the session's code at once, instead of handing it over up to four
/// times on its way in and out. That is safe here because session code never blocks: it parses, opens, seals and calls a
/// grain. Measurements: docs/adr/0019-inline-sockets.md.
/// </summary>
internal static class SocketScheduling
{
    // The runtime reads it once, when the process makes its first socket.
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Asks the runtime for inline completions, unless the environment has decided. Call before any socket is made.</summary>
    public static void PreferInline()
    {
        if (Environment.GetEnvironmentVariable(InlineCompletions) is null)
        {
            Environment.SetEnvironmentVariable(InlineCompletions, "1");
        }
    }

    /// <summary>Makes Kestrel do its part, and keeps HTTP requests, whose handlers may take long, off the socket threads.</summary>
    public static IServiceCollection AddSocketScheduling(this IServiceCollection services) => services.Configure<SocketTransportOptions>(
        static options => options.UnsafePreferInlineScheduling = Environment.GetEnvironmentVariable(InlineCompletions) is "1" or "true");

    /// <summary>Takes every HTTP request to the thread pool.</summary>
    public static IApplicationBuilder UseThreadPool(this IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        await Task.Yield();
        await next(context);
    });
}
