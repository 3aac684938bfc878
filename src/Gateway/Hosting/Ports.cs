using System.Net;
using System.Net.Sockets;
using Sws.Gateway.Options;

namespace Sws.Gateway.Hosting;

/// <summary>Finds taken ports before anything starts, so that the message can name the key.</summary>
internal static class Ports
{
    /// <summary>Checks the ports that the gateway opens.</summary>
    /// <exception cref="StartupException">One is taken.</exception>
    public static void Check(GatewaySettings settings)
    {
        IPAddress address = settings.BindAddress ?? IPAddress.Any;
        Check("Gateway:SwsPort", address, settings.SwsPort);
        Check("Gateway:HttpPort", address, settings.HttpPort);
        Check("Cluster:SiloPort", IPAddress.Loopback, settings.Cluster.SiloPort);
        Check("Cluster:GatewayPort", IPAddress.Loopback, settings.Cluster.GatewayPort);
    }

    /// <summary>The port itself, or a free one for 0: Orleans cannot listen on "any".</summary>
    public static int Resolve(int port)
    {
        if (port != 0)
        {
            return port;
        }

        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static void Check(string key, IPAddress address, int port)
    {
        if (port == 0)
        {
            return;
        }

        try
        {
            using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
        }
        catch (SocketException exception)
        {
            throw new StartupException($"{key}: port {port} on {address} cannot be opened ({exception.Message}); stop what uses it or set another port.");
        }
    }
}
