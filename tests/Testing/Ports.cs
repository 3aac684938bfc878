using System.Net;
using System.Net.Sockets;

namespace Sws.Testing;

/// <summary>Ports for the few programs that cannot choose a free one themselves and say which.</summary>
public static class Ports
{
    /// <summary>A TCP port of the loopback address that nobody listens on now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
