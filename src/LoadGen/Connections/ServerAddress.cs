using System.Net;
using System.Net.Sockets;

namespace Sws.LoadGen.Connections;

/// <summary>A server's URL, resolved once so that thousands of connections do not ask the name server.</summary>
/// <param name="EndPoint">Address and port of the TCP connection.</param>
/// <param name="Host">Name for the Host header and for TLS.</param>
/// <param name="Authority">Host header: name and port.</param>
/// <param name="PathAndQuery">Request target.</param>
/// <param name="Secure">True for wss://.</param>
internal sealed record ServerAddress(IPEndPoint EndPoint, string Host, string Authority, string PathAndQuery, bool Secure)
{
    /// <summary>True for an absolute ws:// or wss:// URL with a host.</summary>
    public static bool IsValid(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "ws" or "wss" && uri.Host.Length > 0;

    /// <summary>Resolves a valid URL.</summary>
    /// <exception cref="SocketException">The name does not resolve.</exception>
    public static async Task<ServerAddress> ResolveAsync(string url, CancellationToken cancellation)
    {
        var uri = new Uri(url);
        var addresses = await Dns.GetHostAddressesAsync(uri.DnsSafeHost, cancellation).ConfigureAwait(false);
        // IPv4 first: source addresses are usually of 127.0.0.0/8, and "localhost" often resolves to ::1 first.
        var address = addresses.OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First();
        return new ServerAddress(new IPEndPoint(address, uri.Port), uri.DnsSafeHost, uri.Authority, uri.PathAndQuery, uri.Scheme == "wss");
    }
}
