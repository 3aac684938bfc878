using System.Net;
using System.Net.Sockets;

namespace Sws.EndToEnd.Tests.Client;

/// <summary>Relays TCP connections to a port, or to several in turn, and cuts or stalls them when told to, as a network does.</summary>
internal sealed class CuttableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _sockets = [];
    private readonly int[] _targets;
    private readonly Task _accepting;
    private int _accepted;
    private int _stall;

    public CuttableProxy(params int[] targets)
    {
        _targets = targets;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Resets every connection; what is on the way is lost.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            foreach (var socket in _sockets)
            {
                socket.LingerState = new LingerOption(true, 0);
                socket.Dispose();
            }

            _sockets.Clear();
        }
    }

    /// <summary>Of the next connection only the client's first bytes get through, which is its upgrade request.</summary>
    public void StallNext() => Volatile.Write(ref _stall, 1);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await _listener.AcceptSocketAsync(), _targets[_accepted++ % _targets.Length]);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task RelayAsync(Socket client, int target)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        lock (_lock)
        {
            _sockets.Add(client);
            _sockets.Add(server);
        }

        try
        {
            await server.ConnectAsync(IPAddress.Loopback, target);
            int reads = Interlocked.Exchange(ref _stall, 0) == 1 ? 1 : int.MaxValue;
            await Task.WhenAny(CopyAsync(client, server, reads), CopyAsync(server, client, int.MaxValue));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut, or the gateway refused.
        }

        lock (_lock)
        {
            _sockets.Remove(client);
            _sockets.Remove(server);
        }

        client.Dispose();
        server.Dispose();
    }

    private static async Task CopyAsync(Socket from, Socket to, int reads)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                if (reads-- > 0)
                {
                    await to.SendAsync(buffer.AsMemory(0, count));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }
}
