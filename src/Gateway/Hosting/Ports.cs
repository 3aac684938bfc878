using System.Net;
using System.Net.Sockets;
using Sws.Gateway.Options;

namespace Sws.Gateway.Hosting;

/// <summary>Finds taken ports before anything starts, so that the message can name the key.</summary>
internal static class Ports
{
    // Systems give connections that go out a port from 32768 up: one of those may be taken in the second until Orleans listens.
    private const int FirstFree = 20000;
    private const int EndOfFree = 32768;

    /// <summary>Checks the ports that the gateway opens.</summary>
    /// <exception cref="StartupException">One is taken.</exception>
    public static void Check(GatewaySettings settings)
    {
        IPAddress address = settings.BindAddress ?? IPAddress.Any;
        Check("Gateway:HttpPort", address, settings.HttpPort);
        if (settings.HasEdge)
        {
            Check("Gateway:SwsPort", address, settings.SwsPort);
        }

        if (settings.HasSilo)
        {
            IPAddress listening = Listening(settings.Cluster, settings.BindAddress);
            Check("Cluster:SiloPort", listening, settings.Cluster.SiloPort);
            Check("Cluster:GatewayPort", listening, settings.Cluster.GatewayPort);
        }
    }

    /// <summary>The port itself, or a free one for 0: Orleans cannot listen on "any".</summary>
    public static int Resolve(int port)
    {
        while (port == 0)
        {
            int candidate = Random.Shared.Next(FirstFree, EndOfFree);
            try
            {
                using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Any, candidate));
                port = candidate;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // The next one.
            }
        }

        return port;
    }

    /// <summary>Where other nodes reach this silo; null for what Orleans finds to be the machine's own address.</summary>
    public static IPAddress? Advertised(ClusterSettings cluster, IPAddress? bindAddress) =>
        cluster.AdvertisedAddress ?? (bindAddress is null || bindAddress.Equals(IPAddress.Any) || bindAddress.Equals(IPAddress.IPv6Any) ? null : bindAddress);

    /// <summary>Where the silo listens: an advertised address need not be one of this machine's (NAT), but loopback is.</summary>
    public static IPAddress Listening(ClusterSettings cluster, IPAddress? bindAddress)
    {
        if (cluster.Provider == ClusterProvider.Localhost)
        {
            return IPAddress.Loopback;
        }

        IPAddress? advertised = Advertised(cluster, bindAddress);
        return advertised switch
        {
            { AddressFamily: AddressFamily.InterNetworkV6 } six => IPAddress.IsLoopback(six) ? six : IPAddress.IPv6Any,
            { } four when IPAddress.IsLoopback(four) => four,
            _ => IPAddress.Any,
        };
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
