using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Sws.Gateway.Connections;
using Sws.Gateway.Options;

namespace Sws.Gateway.Proxies;

/// <summary>
/// Reads the PROXY protocol header of connections from trusted proxies, ahead of TLS, and puts the client in the place of
/// the proxy. From anybody else no header is read: its bytes are then whatever they are to the next in line, a bad request.
/// </summary>
internal sealed partial class ProxyProtocolMiddleware(
    ProxySettings settings, ConnectionTimeouts timeouts, TimeProvider time, ILogger<ProxyProtocolMiddleware> logger)
{
    // A proxy that is set up wrongly is so for every connection: one line each ten seconds says enough.
    private static readonly TimeSpan WarningInterval = TimeSpan.FromSeconds(10);

    private long _lastWarning;

    /// <summary>Serves one connection.</summary>
    /// <param name="connection">The connection, just accepted.</param>
    /// <param name="next">What comes behind.</param>
    public Task ServeAsync(ConnectionContext connection, ConnectionDelegate next) =>
        connection.RemoteEndPoint is IPEndPoint peer && settings.IsProxy(peer.Address) ? ServeProxiedAsync(connection, next) : next(connection);

    private async Task ServeProxiedAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        long accepted = time.GetTimestamp();
        if (await ReadAsync(connection) is { } problem)
        {
            if (time.GetElapsedTime(Volatile.Read(ref _lastWarning), accepted) >= WarningInterval || _lastWarning == 0)
            {
                Volatile.Write(ref _lastWarning, accepted);
                LogRefused(logger, problem);
            }

            return;
        }

        connection.Features.Set(new ProxiedConnection(accepted));
        await next(connection);
    }

    /// <summary>Reads the header.</summary>
    /// <returns>Null when it was there, else what was wrong.</returns>
    private async Task<string?> ReadAsync(ConnectionContext connection)
    {
        PipeReader input = connection.Transport.Input;
        using CancellationTokenSource deadline = new(timeouts.Handshake, time);
        try
        {
            while (true)
            {
                ReadResult result = await input.ReadAsync(deadline.Token);
                switch (ProxyHeader.TryParse(result.Buffer, out int length, out IPEndPoint? source))
                {
                    case ProxyHeaderStatus.Complete:
                        input.AdvanceTo(result.Buffer.GetPosition(length));
                        connection.RemoteEndPoint = source ?? connection.RemoteEndPoint;
                        return null;
                    case ProxyHeaderStatus.Malformed:
                        input.AdvanceTo(result.Buffer.End);
                        return "no valid header came first";
                }

                input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                if (result.IsCompleted)
                {
                    return "it ended before a header came";
                }
            }
        }
        catch (OperationCanceledException)
        {
            return "no header came in time";
        }
        catch (Exception exception) when (exception is IOException or ConnectionAbortedException)
        {
            return "it ended before a header came";
        }
    }
}
