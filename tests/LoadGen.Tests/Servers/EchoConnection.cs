using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Sws.Protocol.Handshake;
using Sws.Protocol.Records;
using Sws.Protocol.WebSockets;

namespace Sws.LoadGen.Tests.Servers;

/// <summary>One connection of <see cref="FaultyEchoServer"/>.</summary>
internal sealed class EchoConnection(FaultyEchoServer server, Socket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[1 << 20];
    private readonly MessageReader _reader = new(MaskRule.Optional, 1 << 19);
    private readonly Lock _sending = new();
    private RecordSealer? _sealer;
    private RecordOpener? _opener;
    private byte[]? _held;
    private string _target = "";
    private int _filled;
    private int _messages;

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            if (await UpgradeAsync(cancellation) && (!server.Sws || await ShakeHandsAsync(cancellation)))
            {
                server.Hub?.Opened(this, _target);
                while (await NextAsync(cancellation) is { } message && Serve(message))
                {
                }
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone, or the server is disposed.
        }
        finally
        {
            server.Hub?.Closed(this);
            Dispose();
        }
    }

    /// <summary>Sends one message; to a client that is gone it is lost.</summary>
    public void TrySend(byte[] message)
    {
        try
        {
            Send(message);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Gone.
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        _reader.Dispose();
    }

    private async Task<bool> UpgradeAsync(CancellationToken cancellation)
    {
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellation))
            {
                return false;
            }
        }

        var head = Encoding.ASCII.GetString(_buffer, 0, end);
        _target = head.Split(' ')[1];
        Consume(end + 4);
        var key = head.Split("\r\n").Single(l => l.StartsWith("Sec-WebSocket-Key: ", StringComparison.Ordinal))["Sec-WebSocket-Key: ".Length..];
        var answer = server.RefuseWith is { } status
            ? $"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n"
            : $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {UpgradeKey.Accept(key)}\r\n\r\n";
        SendAll(Encoding.ASCII.GetBytes(answer));
        return server.RefuseWith is null;
    }

    private async Task<bool> ShakeHandsAsync(CancellationToken cancellation)
    {
        using var handshake = new ServerHandshake(new ServerHandshakePolicy(SwsVersions.V1, false), new FreshIdentities());
        while (await NextAsync(cancellation) is { } message)
        {
            var step = handshake.Receive(message.Payload.Span);
            if (!step.Text.IsEmpty)
            {
                SendFrame(WebSocketOpcode.Text, step.Text.Span);
            }

            if (step.Action is HandshakeAction.Complete or HandshakeAction.SendAndComplete)
            {
                (_sealer, _opener) = (handshake.TakeSealer(), handshake.TakeOpener());
                return true;
            }

            if (step.Action == HandshakeAction.Fail)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Serves one message; false ends the connection.</summary>
    private bool Serve(ReceivedMessage message)
    {
        if (message.Opcode == WebSocketOpcode.Close)
        {
            SendFrame(WebSocketOpcode.Close, message.Payload.Span);
            return false;
        }

        if (message.Opcode is not (WebSocketOpcode.Binary or WebSocketOpcode.Text))
        {
            return true;
        }

        var number = _messages++;
        if (number == 0 && server.FirstAnswer is { } first)
        {
            SendFrame(WebSocketOpcode.Binary, first);
            return true;
        }

        if (server.Hub is { } hub)
        {
            hub.Received(this, Open(message.Payload.Span));
            return true;
        }

        Echo(number, Open(message.Payload.Span));
        if (_messages == server.CloseAfter.Messages)
        {
            Close(server.CloseAfter.Code);
        }

        return true;
    }

    private byte[] Open(ReadOnlySpan<byte> payload)
    {
        if (_opener is null)
        {
            return payload.ToArray();
        }

        var plaintext = new byte[payload.Length - RecordSealer.Overhead];
        return _opener.TryOpen(payload, plaintext) ? plaintext : throw new InvalidOperationException("The client's record does not open.");
    }

    private void Echo(int number, byte[] message)
    {
        if (server.DelaysAll)
        {
            _ = SendLaterAsync(message);
            return;
        }

        var chosen = server.Fault != Fault.None && number % 1000 == 500;
        if (chosen)
        {
            server.CountFault();
        }

        switch (chosen ? server.Fault : Fault.None)
        {
            case Fault.Drop:
                return;
            case Fault.Duplicate:
                Send(message);
                break;
            case Fault.Delay:
                _ = SendLaterAsync(message);
                return;
            case Fault.Alter:
                message[^1] ^= 1;
                break;
            case Fault.Reorder:
                _held = message;
                return;
        }

        Send(message);
        if (_held is { } held)
        {
            _held = null;
            Send(held);
        }
    }

    private async Task SendLaterAsync(byte[] message)
    {
        await Task.Delay(FaultyEchoServer.Delay, TimeProvider.System);
        Send(message);
    }

    private void Send(byte[] message)
    {
        lock (_sending)
        {
            var record = _sealer is null ? message : [.. new byte[RecordSealer.Overhead], .. message];
            _sealer?.Seal(record);
            SendFrame(WebSocketOpcode.Binary, record);
        }
    }

    /// <summary>Begins the close handshake.</summary>
    public void Close(ushort code) => SendFrame(WebSocketOpcode.Close, [(byte)(code >> 8), (byte)code]);

    private void SendFrame(WebSocketOpcode opcode, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[FrameWriter.HeaderLength(payload.Length, false) + payload.Length];
        payload.CopyTo(frame.AsSpan(FrameWriter.WriteHeader(frame, opcode, payload.Length)));
        SendAll(frame);
    }

    private void SendAll(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += socket.Send(bytes.AsSpan(sent));
        }
    }

    private async Task<ReceivedMessage?> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var unread = new ReadOnlySequence<byte>(_buffer, 0, _filled);
            if (_reader.TryRead(ref unread, out var message) == ReadStatus.Message)
            {
                var copy = new ReceivedMessage(message.Opcode, message.Payload.ToArray());
                Consume(_filled - (int)unread.Length);
                return copy;
            }

            if (_reader.Failure is not null || !await FillAsync(cancellation))
            {
                return null;
            }
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        var count = await socket.ReceiveAsync(_buffer.AsMemory(_filled), cancellation);
        _filled += count;
        return count > 0;
    }

    private void Consume(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }
}
