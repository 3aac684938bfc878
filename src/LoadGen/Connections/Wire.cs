using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;

namespace Sws.LoadGen.Connections;

/// <summary>A TCP connection, or TLS over it.</summary>
internal sealed class Wire(Socket socket) : IDisposable
{
    private SslStream? _tls;

    /// <summary>Starts TLS as the client.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "Only with --tls-insecure: benchmarks run against self-signed certificates.")]
    public async Task SecureAsync(string host, bool acceptAny, CancellationToken cancellation)
    {
        var tls = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false);
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (acceptAny)
        {
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        }

        await tls.AuthenticateAsClientAsync(options, cancellation).ConfigureAwait(false);
        _tls = tls;
    }

    /// <summary>Reads what is there; with no room, waits until there is something. 0 for non-empty room means the peer has closed.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> room, CancellationToken cancellation = default) =>
        _tls is null ? socket.ReceiveAsync(room, SocketFlags.None, cancellation) : _tls.ReadAsync(room, cancellation);

    /// <summary>Sends as much as goes without waiting. Returns the bytes sent; less than all when the rest must wait or TLS is used.</summary>
    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        if (_tls is not null)
        {
            return 0;
        }

        var sent = socket.Send(bytes, SocketFlags.None, out var error);
        return error == SocketError.Success ? sent : 0;
    }

    /// <summary>Sends all bytes.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        if (_tls is not null)
        {
            await _tls.WriteAsync(bytes, cancellation).ConfigureAwait(false);
            return;
        }

        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancellation).ConfigureAwait(false)..];
        }
    }

    /// <summary>Ends the connection at once with a reset, which leaves no local port waiting.</summary>
    public void Abort()
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection has ended by itself.
        }

        Dispose();
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        _tls?.Dispose();
        socket.Dispose();
    }
}
