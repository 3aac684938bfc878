using System.Net;
using System.Net.WebSockets;

namespace Sws.Client.Connections;

/// <summary>From options to an open connection: the socket, then the handshake, all within one deadline.</summary>
internal static class Connector
{
    public static async Task<SwsConnection> ConnectAsync(SwsConnectionOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, options.TimeProvider);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var ownedIdentity = options.Identity is null ? ClientIdentity.Generate() : null;
        MessageSocket? socket = null;
        try
        {
            socket = new MessageSocket(await OpenSocketAsync(options, deadline.Token));
            using var abort = deadline.Token.UnsafeRegister(static s => ((MessageSocket)s!).Abort(), socket);
            var session = await ClientHandshaker.RunAsync(socket, options, ownedIdentity ?? options.Identity!, deadline.Token);
            return new SwsConnection(socket, session, options, ownedIdentity);
        }
        catch (Exception e)
        {
            socket?.Abort();
            socket?.Release();
            socket?.Dispose();
            ownedIdentity?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (timeout.IsCancellationRequested && e is OperationCanceledException or SwsConnectException)
            {
                throw new SwsConnectException(SwsConnectFailure.TimedOut, inner: e);
            }

            throw;
        }
    }

    private static async Task<WebSocket> OpenSocketAsync(SwsConnectionOptions options, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            options.ConfigureWebSocket?.Invoke(socket.Options);
            socket.Options.KeepAliveInterval = options.KeepAliveInterval;
            socket.Options.KeepAliveTimeout = options.KeepAliveTimeout;
            // Compressing before encrypting leaks the plaintext through the length.
            socket.Options.DangerousDeflateOptions = null;
            socket.Options.CollectHttpResponseDetails = true;
            await socket.ConnectAsync(options.Url, options.Invoker, cancellationToken);
            socket.HttpResponseHeaders = null;
            return socket;
        }
        catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            throw status is 0 or HttpStatusCode.SwitchingProtocols
                ? new SwsConnectException(SwsConnectFailure.Unreachable, inner: e)
                : new SwsConnectException(SwsConnectFailure.HttpRefused, httpStatus: status, inner: e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
