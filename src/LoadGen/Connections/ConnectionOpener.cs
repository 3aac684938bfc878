using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Sws.Protocol.Handshake;
using Sws.Protocol.WebSockets;

namespace Sws.LoadGen.Connections;

/// <summary>Opens connections: TCP from the right source address, TLS if asked for, WebSocket upgrade, SWS handshake.</summary>
internal sealed class ConnectionOpener(ConnectionSettings settings, WireStyle style)
{
    /// <summary>Largest message accepted from a server.</summary>
    public const int MaxMessageBytes = 16 << 20;

    // linux/in.h: IP_BIND_ADDRESS_NO_PORT, so that bind(2) does not reserve a port for every peer, which would end at 28 000 connections.
    private const int SolIp = 0;
    private const int IpBindAddressNoPort = 24;

    /// <summary>Opens one connection, and starts it. The error is a name of <see cref="ConnectionError"/>; null on success.</summary>
    /// <param name="target">Which connection, and where to.</param>
    /// <param name="handler">Gets the connection's messages.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public async Task<(LeanConnection? Connection, string? Error)> OpenAsync(
        ConnectionTarget target, IConnectionHandler handler, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(settings.Options.ConnectTimeout, settings.Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        var server = settings.ServerOf(target.Index, target.Attempt);
        Attempt? attempt = null;
        try
        {
            // The first to fail when descriptors run out.
            var socket = new Socket(server.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            attempt = new Attempt(new Wire(socket), settings.IsSws, target);
            Bind(socket, target.Index);
            await socket.ConnectAsync(server.EndPoint, stop.Token).ConfigureAwait(false);
            var error = await EstablishAsync(attempt, server, stop.Token).ConfigureAwait(false);
            if (error is not null)
            {
                attempt.Abandon();
                return (null, error);
            }

            // Not before the upgrade is done: sends must not block, and a socket that is still connecting must.
            socket.Blocking = false;
        }
        catch (Exception e)
        {
            attempt?.Abandon();
            if (NameOf(e, timeout) is { } name)
            {
                return (null, name);
            }

            throw;
        }

        var connection = new LeanConnection(target.Index, attempt.Wire, attempt.Reader, handler, attempt.Keys, style);
        handler.OnOpened(connection);
        connection.Start(attempt.Buffer);
        return (connection, null);
    }

    private static string? NameOf(Exception failure, CancellationTokenSource timeout) => failure switch
    {
        OperationCanceledException => timeout.IsCancellationRequested ? ConnectionError.ConnectTimeout : null,
        SocketException socket => ConnectionError.Connecting(socket.SocketErrorCode),
        AuthenticationException => ConnectionError.TlsFailed,
        IOException => ConnectionError.ClosedInHandshake,
        _ => null,
    };

    private void Bind(Socket socket, int index)
    {
        if (settings.Sources.Count == 0)
        {
            return;
        }

        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption(SolIp, IpBindAddressNoPort, [1, 0, 0, 0]);
        }

        socket.Bind(new IPEndPoint(settings.Sources[index % settings.Sources.Count], 0));
    }

    private async Task<string?> EstablishAsync(Attempt attempt, ServerAddress server, CancellationToken cancellation)
    {
        if (server.Secure)
        {
            await attempt.Wire.SecureAsync(server.Host, settings.Options.TlsInsecure, cancellation).ConfigureAwait(false);
        }

        var key = UpgradeKey.Create();
        await attempt.Wire.WriteAsync(UpgradeRequest.Write(server, attempt.Target.Query, key), cancellation).ConfigureAwait(false);
        string? answer;
        while ((answer = UpgradeRequest.ReadAnswer(ref attempt.Buffer, key, out var done)) is null && !done)
        {
            if (!await attempt.FillAsync(cancellation).ConfigureAwait(false))
            {
                return ConnectionError.ClosedInHandshake;
            }
        }

        return answer ?? (settings.IsSws ? await ShakeHandsAsync(attempt, cancellation).ConfigureAwait(false) : null);
    }

    private async Task<string?> ShakeHandsAsync(Attempt attempt, CancellationToken cancellation)
    {
        using var handshake = settings.CreateHandshake(attempt.Target.Key, out var ownPair);
        using (ownPair)
        {
            await SendTextAsync(attempt.Wire, handshake.Start(), cancellation).ConfigureAwait(false);
            while (true)
            {
                var step = attempt.NextHandshakeText(handshake, out var error);
                if (error is not null)
                {
                    return error;
                }

                if (step is null)
                {
                    if (!await attempt.FillAsync(cancellation).ConfigureAwait(false))
                    {
                        return ConnectionError.ClosedInHandshake;
                    }

                    continue;
                }

                await SendTextAsync(attempt.Wire, step.Value.Text, cancellation).ConfigureAwait(false);
                if (step.Value.Action is HandshakeAction.Complete or HandshakeAction.SendAndComplete)
                {
                    attempt.Keys = new ConnectionKeys(handshake.TakeSealer(), handshake.TakeOpener());
                    attempt.Reader.MaxMessageBytes = MaxMessageBytes;
                    return null;
                }
            }
        }
    }

    private async Task SendTextAsync(Wire wire, ReadOnlyMemory<byte> text, CancellationToken cancellation)
    {
        var frame = ArrayPool<byte>.Shared.Rent(text.Length + FrameWriter.MaxHeaderLength);
        uint? mask = style.Masked ? (uint)text.Length | 0x5A5A_0000 : null;
        var header = FrameWriter.WriteHeader(frame, WebSocketOpcode.Text, text.Length, mask);
        text.Span.CopyTo(frame.AsSpan(header));
        if (mask is { } key)
        {
            FrameWriter.Mask(frame.AsSpan(header, text.Length), key);
        }

        await wire.WriteAsync(frame.AsMemory(0, header + text.Length), cancellation).ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(frame);
    }

    /// <summary>A connection on its way to being open.</summary>
    private sealed class Attempt(Wire wire, bool isSws, ConnectionTarget target)
    {
        public ReceiveBuffer Buffer;

        public Wire Wire => wire;

        public ConnectionTarget Target => target;

        public MessageReader Reader { get; } = new(MaskRule.Forbidden, isSws ? HandshakeLimits.MaxTextBytes : MaxMessageBytes);

        public ConnectionKeys? Keys { get; set; }

        public async ValueTask<bool> FillAsync(CancellationToken cancellation)
        {
            var count = await wire.ReadAsync(Buffer.Room(), cancellation).ConfigureAwait(false);
            Buffer.Filled(count);
            return count > 0;
        }

        /// <summary>Gives the next text message to the handshake; null when more bytes are needed.</summary>
        public HandshakeStep? NextHandshakeText(ClientHandshake handshake, out string? error)
        {
            error = null;
            var unread = Buffer.Unread;
            var status = Reader.TryRead(ref unread, out var message);
            HandshakeStep? step = null;
            if (status == ReadStatus.Failed)
            {
                error = ConnectionError.Refused(Reader.Failure!);
            }
            else if (status == ReadStatus.Message)
            {
                step = TakeMessage(handshake, message, out error);
            }

            Buffer.Consume(Buffer.Length - (int)unread.Length);
            return step;
        }

        public void Abandon()
        {
            wire.Abort();
            Reader.Dispose();
            Buffer.Return();
            Keys?.Sealer.Dispose();
            Keys?.Opener.Dispose();
        }

        private static HandshakeStep? TakeMessage(ClientHandshake handshake, ReceivedMessage message, out string? error)
        {
            error = null;
            switch (message.Opcode)
            {
                case WebSocketOpcode.Text:
                    var step = handshake.Receive(message.Payload.Span);
                    error = step.Failure is { } failure ? ConnectionError.Refused(failure) : null;
                    return step;
                case WebSocketOpcode.Close:
                    error = ConnectionError.Closed(ClosePayload.TryParse(message.Payload.Span, out var close, out _) ? close.Code : null);
                    return null;
                case WebSocketOpcode.Binary:
                    error = ConnectionError.Refused(Protocol.CloseReason.HandshakeBinary);
                    return null;
                default:
                    return null;
            }
        }
    }
}
