using System.Net.Sockets;
using Sws.Protocol.Records;
using Sws.Protocol.WebSockets;

namespace Sws.LoadGen.Connections;

/// <summary>
/// One open connection: WebSocket frames over a socket, with or without SWS records in them. Built to be cheap by the ten thousand:
/// one receive loop that holds no buffer while idle, sends that complete in the caller's thread, nothing per message on the heap.
/// </summary>
internal sealed class LeanConnection
{
    private static readonly byte[] NormalClosure = [0x03, 0xE8]; // 1000

    private readonly Wire _wire;
    private readonly FrameSender _sender;
    private readonly MessageReader _reader;
    private readonly IConnectionHandler _handler;
    private readonly RecordOpener? _opener;
    private readonly RecordSealer? _sealer;
    private readonly bool _keepsBuffer;
    private Task _receiving = Task.CompletedTask;

    /// <summary>Takes over a wire whose upgrade and handshake are done. Call <see cref="Start"/> next.</summary>
    public LeanConnection(int index, Wire wire, MessageReader reader, IConnectionHandler handler, ConnectionKeys? keys, WireStyle style)
    {
        Index = index;
        _wire = wire;
        _reader = reader;
        _handler = handler;
        (_sealer, _opener) = (keys?.Sealer, keys?.Opener);
        _keepsBuffer = style.KeepsBuffer;
        _sender = new FrameSender(wire, _sealer, style.Masked, (uint)(index * 2_654_435_761L));
    }

    /// <summary>Number of the connection within its worker, from 0.</summary>
    public int Index { get; }

    /// <summary>Starts receiving; bytes that came with the end of the handshake go first.</summary>
    public void Start(ReceiveBuffer received) => _receiving = ReceiveAsync(received);

    /// <summary>Sends one message. False when the connection is closing or its backlog is full; then nothing was sent.</summary>
    /// <param name="payload">Plaintext.</param>
    /// <param name="text">Send a text frame (JSON over plain WebSocket); SWS records are always binary.</param>
    public bool Send(ReadOnlySpan<byte> payload, bool text = false) =>
        _sender.Send(text && _sealer is null ? WebSocketOpcode.Text : WebSocketOpcode.Binary, payload);

    /// <summary>Sends a WebSocket ping.</summary>
    public bool Ping() => _sender.Send(WebSocketOpcode.Ping, []);

    /// <summary>Sends a close frame and waits for the server to close; after the timeout the connection is cut.</summary>
    public async Task CloseAsync(TimeSpan timeout, TimeProvider clock)
    {
        _sender.Send(WebSocketOpcode.Close, NormalClosure);
        try
        {
            await _receiving.WaitAsync(timeout, clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Abort();
        }
    }

    /// <summary>Cuts the connection without a close frame, as a lost network does.</summary>
    public void Abort()
    {
        _sender.Stop(byThisSide: true);
        _wire.Abort();
    }

    private async Task ReceiveAsync(ReceiveBuffer buffer)
    {
        var error = Take(ref buffer);
        while (error is null)
        {
            try
            {
                if (!_keepsBuffer && buffer.Length == 0)
                {
                    buffer.ReturnIfEmpty();
                    await _wire.ReadAsync(Memory<byte>.Empty).ConfigureAwait(false);
                }

                var count = await _wire.ReadAsync(buffer.Room()).ConfigureAwait(false);
                buffer.Filled(count);
                error = count == 0 ? ConnectionError.ClosedAbruptly : null;
            }
            catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
            {
                error = ConnectionError.ClosedAbruptly;
            }

            error ??= Take(ref buffer);
        }

        buffer.Return();
        End(error);
    }

    /// <summary>Hands out the messages in the buffer. Null to go on; otherwise the reason to end.</summary>
    private string? Take(ref ReceiveBuffer buffer)
    {
        var unread = buffer.Unread;
        string? error = null;
        while (error is null && unread.Length > 0)
        {
            var status = _reader.TryRead(ref unread, out var message);
            if (status == ReadStatus.NeedMoreData)
            {
                break;
            }

            error = status == ReadStatus.Failed ? ConnectionError.Refused(_reader.Failure!) : Dispatch(message);
        }

        buffer.Consume(buffer.Length - (int)unread.Length);
        return error;
    }

    private string? Dispatch(ReceivedMessage message)
    {
        switch (message.Opcode)
        {
            case WebSocketOpcode.Binary when _opener is not null:
                return Open(message.Payload.Span);
            case WebSocketOpcode.Text when _opener is not null:
                return ConnectionError.TextAfterHandshake;
            case WebSocketOpcode.Binary or WebSocketOpcode.Text:
                _handler.OnMessage(this, message.Payload.Span);
                return null;
            case WebSocketOpcode.Ping:
                _sender.Send(WebSocketOpcode.Pong, message.Payload.Span);
                return null;
            case WebSocketOpcode.Close:
                return OnPeerClose(message.Payload.Span);
            default:
                return null;
        }
    }

    private string? Open(Span<byte> record)
    {
        var plaintext = record.Length < RecordSealer.Overhead ? [] : record[RecordSealer.Overhead..];
        if (!_opener!.TryOpen(record, plaintext))
        {
            return ConnectionError.RecordForged;
        }

        _handler.OnMessage(this, plaintext);
        return null;
    }

    private string? OnPeerClose(ReadOnlySpan<byte> payload)
    {
        if (_sender.Send(WebSocketOpcode.Close, payload.Length >= 2 ? payload[..2] : []))
        {
            return ConnectionError.Closed(ClosePayload.TryParse(payload, out var close, out _) ? close.Code : null);
        }

        // The answer to our own close: go on reading until the server closes, so that the waiting port is the server's.
        return null;
    }

    private void End(string error)
    {
        var asked = error == ConnectionError.ClosedAbruptly && _sender.IsClosing;
        _sender.Stop(byThisSide: false);
        _wire.Dispose();
        _reader.Dispose();
        lock (_wire)
        {
            // Nobody is sealing now, and nobody will: the sender has stopped.
            _sealer?.Dispose();
        }

        _opener?.Dispose();
        _handler.OnClosed(this, asked ? null : error);
    }
}
