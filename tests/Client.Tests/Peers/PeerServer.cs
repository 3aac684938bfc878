using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;
using Sws.Protocol.WebSockets;
using Sws.Testing;

namespace Sws.Client.Tests.Peers;

/// <summary>A small SWS server in this process that does exactly what a test tells it, to provoke what a real one does rarely.</summary>
internal sealed class PeerServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<Socket> _sockets = Channel.CreateUnbounded<Socket>();
    private readonly List<IDisposable> _opened = [];
    private readonly ServerHandshakePolicy _policy;
    private readonly FixedIdentities _identities;
    private readonly Task _accepting;

    public PeerServer(SwsVersions versions = SwsVersions.V1 | SwsVersions.V2, bool requireCertificate = false, FixedIdentities? identities = null)
    {
        _policy = new ServerHandshakePolicy(versions, requireCertificate);
        _identities = identities ?? new FixedIdentities(BoxKeyPair.Generate(), "{}");
        _listener.Start();
        _accepting = AcceptLoopAsync();
    }

    public byte[] PublicKey => _identities.PublicKey;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Url => new($"ws://127.0.0.1:{Port}/client/hubs/test");

    public SwsConnectionOptions Options => new() { Url = Url, Trust = ServerTrust.Insecure };

    /// <summary>The next connection, after the whole handshake.</summary>
    public async Task<Peer> AcceptAsync()
    {
        var (socket, query) = await AcceptWebSocketAsync();
        return await Peer.ShakeHandsAsync(socket, query, _policy, _identities).Within(Timeouts.Step, "the handshake of the client");
    }

    /// <summary>The next connection, upgraded and no more.</summary>
    public async Task<(WebSocket Socket, string Query)> AcceptWebSocketAsync()
    {
        var (stream, head) = await AcceptRequestAsync();
        var key = head.Split("\r\n").First(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase))[18..].Trim();
        var answer = $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {UpgradeKey.Accept(key)}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        var target = head.Split(' ')[1];
        return (socket, target.Contains('?', StringComparison.Ordinal) ? target[(target.IndexOf('?', StringComparison.Ordinal) + 1)..] : string.Empty);
    }

    /// <summary>Answers the next request with an HTTP status instead of an upgrade.</summary>
    public async Task RefuseAsync(int status)
    {
        var (stream, _) = await AcceptRequestAsync();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        await stream.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        _opened.ForEach(opened => opened.Dispose());
        _identities.Dispose();
    }

    private async Task<(NetworkStream Stream, string Head)> AcceptRequestAsync()
    {
        var socket = await _sockets.Reader.ReadAsync().AsTask().Within(Timeouts.Step, "a connection of the client");
        var stream = new NetworkStream(socket, ownsSocket: true);
        _opened.Add(stream);
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one).AsTask().Within(Timeouts.Step, "the upgrade request");
            head.Append((char)one[0]);
        }

        return (stream, head.ToString());
    }

    private async Task AcceptLoopAsync()
    {
        try
        {
            while (true)
            {
                await _sockets.Writer.WriteAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }
}
