using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Sws.Testing;

/// <summary>A TCP connection that can say anything to a WebSocket server, and tells what comes back frame by frame.</summary>
public sealed class RawWebSocket : IAsyncDisposable
{
    private readonly TcpClient _tcp;
    private readonly Stream _stream;

    private RawWebSocket(TcpClient tcp, Stream stream)
    {
        _tcp = tcp;
        _stream = stream;
    }

    /// <summary>The key that every upgrade here sends, from RFC 6455 section 1.3.</summary>
    public static string UpgradeKey => "dGhlIHNhbXBsZSBub25jZQ==";

    /// <summary>The accept value that belongs to <see cref="UpgradeKey"/>, from the same section.</summary>
    public static string UpgradeAccept => "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    /// <summary>Opens the TCP connection, from an address of this machine where one is given, and says nothing.</summary>
    public static async Task<RawWebSocket> ConnectAsync(Uri url, IPAddress? from = null)
    {
        var tcp = from is null ? new TcpClient { NoDelay = true } : new TcpClient(new IPEndPoint(from, 0)) { NoDelay = true };
        await tcp.ConnectAsync(url.Host, url.Port).Within(Timeouts.Step, "the TCP connection");
        return new RawWebSocket(tcp, tcp.GetStream());
    }

    /// <summary>Opens the TCP connection, does the TLS handshake, and says nothing inside.</summary>
    public static async Task<RawWebSocket> ConnectTlsAsync(Uri url, SslClientAuthenticationOptions options)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(url.Host, url.Port).Within(Timeouts.Step, "the TCP connection");
        var tls = new SslStream(tcp.GetStream());
        var socket = new RawWebSocket(tcp, tls);
        try
        {
            await tls.AuthenticateAsClientAsync(options).Within(Timeouts.Step, "the TLS handshake");
            return socket;
        }
        catch
        {
            await socket.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a connection and upgrades it.</summary>
    /// <exception cref="InvalidOperationException">The server answered with another status than 101.</exception>
    public static async Task<RawWebSocket> OpenAsync(Uri url, params IEnumerable<string> headers)
    {
        var socket = await ConnectAsync(url);
        var response = await socket.UpgradeAsync(url, headers);
        return response.Status == 101 ? socket : throw new InvalidOperationException($"The upgrade was answered with {response.Status}: {response.Body}");
    }

    /// <summary>Sends an upgrade request and reads the answer. A header of the same name replaces the usual one.</summary>
    public async Task<RawResponse> UpgradeAsync(Uri url, params IEnumerable<string> headers)
    {
        await SendAsync(UpgradeRequest(url, headers));
        return await ReadResponseAsync();
    }

    /// <summary>The bytes of an upgrade request.</summary>
    public static byte[] UpgradeRequest(Uri url, params IEnumerable<string> headers)
    {
        var own = headers.ToList();
        string[] usual =
        [
            $"Host: {url.Authority}", "Upgrade: websocket", "Connection: Upgrade", $"Sec-WebSocket-Key: {UpgradeKey}", "Sec-WebSocket-Version: 13",
        ];
        var kept = usual.Where(header => !own.Any(other => SameName(header, other)));
        return Encoding.ASCII.GetBytes($"GET {url.PathAndQuery} HTTP/1.1\r\n{string.Join("\r\n", kept.Concat(own))}\r\n\r\n");
    }

    /// <summary>Reads an HTTP response: its head, and its body where it has a Content-Length.</summary>
    public async Task<RawResponse> ReadResponseAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await ReadExactlyAsync(one, "the head of the HTTP response");
            head.Append((char)one[0]);
        }

        var response = RawResponse.Parse(head.ToString());
        if (response.Status == 101 || !int.TryParse(response.Header("Content-Length"), out var length))
        {
            return response;
        }

        var body = new byte[length];
        await ReadExactlyAsync(body, "the body of the HTTP response");
        return response with { Body = Encoding.UTF8.GetString(body) };
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes).AsTask().Within(Timeouts.Step, "the peer to take the bytes");

    /// <summary>Sends frames in one write.</summary>
    public Task SendAsync(params IEnumerable<RawFrame> frames) => SendAsync(frames.SelectMany(frame => frame.ToBytes()).ToArray());

    /// <summary>The next frame. Pings are answered by nobody here: they come back like any frame.</summary>
    /// <exception cref="EndOfStreamException">The connection ended.</exception>
    public async Task<RawFrame> ReadFrameAsync(string what)
    {
        var start = new byte[2];
        await ReadExactlyAsync(start, what);
        ulong length = (ulong)(start[1] & 0x7f);
        if (length >= 126)
        {
            var extended = new byte[length == 126 ? 2 : 8];
            await ReadExactlyAsync(extended, what);
            length = extended.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(extended) : BinaryPrimitives.ReadUInt64BigEndian(extended);
        }

        var masked = (start[1] & 0x80) != 0;
        var payload = new byte[length + (masked ? 4ul : 0)];
        await ReadExactlyAsync(payload, what);
        return new RawFrame(start[0] & 0x0f, payload) { Fin = (start[0] & 0x80) != 0, Reserved = (start[0] >> 4) & 7, Masked = masked };
    }

    /// <summary>The next frame that is no ping.</summary>
    public async Task<RawFrame> ReadMessageAsync(string what)
    {
        while (true)
        {
            var frame = await ReadFrameAsync(what);
            if (frame.Opcode != RawFrame.Ping)
            {
                return frame;
            }
        }
    }

    /// <summary>Waits until the server has ended the connection.</summary>
    /// <exception cref="InvalidOperationException">Something came instead.</exception>
    public async Task ReadEndAsync()
    {
        var one = new byte[1];
        try
        {
            if (await _stream.ReadAsync(one).AsTask().Within(Timeouts.Step, "the end of the connection") != 0)
            {
                throw new InvalidOperationException("The server sent something after its close frame.");
            }
        }
        catch (IOException)
        {
            // A reset ends it as well.
        }
    }

    /// <summary>Answers a close frame as a peer should, and sends no more. A server that has ended the connection already does not mind.</summary>
    public async Task AnswerCloseAsync(RawFrame close)
    {
        try
        {
            await SendAsync(close);
            _tcp.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception ended) when (ended is IOException or SocketException)
        {
            // It has.
        }
    }

    /// <summary>Reads and drops whatever comes until the server has ended the connection.</summary>
    public async Task ReadUntilEndAsync()
    {
        var buffer = new byte[1024];
        try
        {
            while (await _stream.ReadAsync(buffer).AsTask().Within(Timeouts.Step, "the end of the connection") != 0)
            {
            }
        }
        catch (IOException)
        {
            // A reset ends it as well.
        }
    }

    /// <summary>Ends the connection with a reset, as a peer that vanishes does.</summary>
    public void Reset() => _tcp.Client.Close(0);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _tcp.Dispose();
    }

    private static bool SameName(string header, string other) =>
        other.StartsWith(header[..(header.IndexOf(':', StringComparison.Ordinal) + 1)], StringComparison.OrdinalIgnoreCase);

    private async Task ReadExactlyAsync(byte[] buffer, string what) =>
        await _stream.ReadExactlyAsync(buffer).AsTask().Within(Timeouts.Step, what);
}
