using System.Buffers;
using System.Net.WebSockets;
using Sws.Protocol;

namespace Sws.Client.Connections;

/// <summary>
/// Whole messages over a WebSocket. Waits for input with an empty read, so that an idle connection holds no buffer; turns every way
/// in which a connection can end into a status.
/// </summary>
internal sealed class MessageSocket(WebSocket socket) : IDisposable
{
    /// <summary>First size of the receive buffer: most messages are shorter, and it doubles up to the limit.</summary>
    private const int FirstBufferBytes = 4096;

    private byte[]? _buffer;

    public async ValueTask<SocketRead> ReceiveAsync(int maxBytes)
    {
        Release();
        try
        {
            var first = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            return first switch
            {
                { MessageType: WebSocketMessageType.Close } => Closed(),
                { EndOfMessage: true } => new SocketRead(KindOf(first.MessageType), Memory<byte>.Empty),
                _ => await ReceiveRestAsync(maxBytes),
            };
        }
        catch (Exception e) when (IsTransportFailure(e))
        {
            Release();
            return new SocketRead(SocketReadKind.Closed, default, SwsCloseStatus.Cut);
        }
    }

    /// <summary>Sends one message. False when the connection no longer takes any.</summary>
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type)
    {
        try
        {
            await socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None);
            return true;
        }
        catch (Exception e) when (IsTransportFailure(e))
        {
            return false;
        }
    }

    /// <summary>Sends a close frame, if that is still possible, and does not wait for the answer. Cancelling aborts the connection.</summary>
    public async ValueTask SendCloseAsync(CloseReason reason, CancellationToken cancellationToken)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync((WebSocketCloseStatus)reason.Code, reason.Text, cancellationToken);
            }
        }
        catch (Exception e) when (IsTransportFailure(e))
        {
            // The connection is gone, which is what closing wanted.
        }
    }

    public void Abort() => socket.Abort();

    /// <summary>Returns the receive buffer. Only when no read is in progress.</summary>
    public void Release()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => socket.Dispose();

    private async ValueTask<SocketRead> ReceiveRestAsync(int maxBytes)
    {
        var length = 0;
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Min(FirstBufferBytes, maxBytes + 1));
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return Closed();
            }

            length += part.Count;
            if (length > maxBytes)
            {
                return new SocketRead(SocketReadKind.TooBig, default);
            }

            if (part.EndOfMessage)
            {
                return new SocketRead(KindOf(part.MessageType), _buffer.AsMemory(0, length));
            }

            if (length == _buffer.Length)
            {
                Grow(length, maxBytes);
            }
        }
    }

    private void Grow(int length, int maxBytes)
    {
        // One byte over the limit is enough to see that a message is too big.
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * length, maxBytes + 1L));
        _buffer.AsSpan(0, length).CopyTo(larger);
        Release();
        _buffer = larger;
    }

    private SocketRead Closed()
    {
        Release();
        return new SocketRead(
            SocketReadKind.Closed,
            default,
            SwsCloseStatus.FromRemote((int?)socket.CloseStatus is 1005 ? null : (int?)socket.CloseStatus, socket.CloseStatusDescription));
    }

    private static SocketReadKind KindOf(WebSocketMessageType type)
        => type == WebSocketMessageType.Text ? SocketReadKind.Text : SocketReadKind.Binary;

    private static bool IsTransportFailure(Exception e)
        => e is WebSocketException or IOException or OperationCanceledException or InvalidOperationException;
}
