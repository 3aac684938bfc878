using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Sws.Gateway.Sessions;
using Sws.Protocol;
using Sws.Protocol.Records;
using Sws.Protocol.WebSockets;

namespace Sws.Gateway.Connections;

/// <summary>One socket: its frames in, its output, and the signs of life that the sweep looks at.</summary>
internal sealed class SwsConnection : IDisposable
{
    private readonly ConnectionContext _context;
    private CloseReason? _requestedClose;

    public SwsConnection(ConnectionContext context, long nowMs, long deadlineMs)
    {
        _context = context;
        Output = new ConnectionOutput(context.Transport.Output);
        RemoteAddress = AddressOf(context);
        LastReceivedMs = nowMs;
        DeadlineMs = deadlineMs;
    }

    public PipeReader Input => _context.Transport.Input;

    public ConnectionOutput Output { get; }

    /// <summary>Frames of the peer; made when the upgrade is done, since it tells whether frames must be masked.</summary>
    public MessageReader? Reader { get; set; }

    /// <summary>Opens the peer's records; made when the handshake is done.</summary>
    public RecordOpener? Opener { get; set; }

    /// <summary>The client's address, behind trusted proxies; IPv4 unmapped; loopback when the transport has none.</summary>
    public IPAddress RemoteAddress { get; set; }

    /// <summary>When the peer was last heard, in the sweep's milliseconds.</summary>
    public long LastReceivedMs { get; set; }

    /// <summary>When a ping was last sent, in the sweep's milliseconds; 0 for never.</summary>
    public long LastPingMs { get; set; }

    /// <summary>When the connection is cut off unless this was moved before; <see cref="long.MaxValue"/> for never.</summary>
    public long DeadlineMs { get; set; }

    /// <summary>What <see cref="DeadlineMs"/> means when it passes; null cuts the connection without a word.</summary>
    public CloseReason? DeadlineReason { get; set; }

    /// <summary>What reads the socket of a session.</summary>
    public SessionLoop? Loop { get; set; }

    /// <summary>True while the reader waits for a grain: silence then says nothing about the peer.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Since when the reader waits for the peer to read, in the sweep's milliseconds; 0 when it does not.</summary>
    public long StalledSinceMs { get; set; }

    /// <summary>Records that were received. Counted by the reader alone.</summary>
    public long MessagesIn { get; set; }

    /// <summary>Their bytes.</summary>
    public long BytesIn { get; set; }

    /// <summary>What went over this socket so far.</summary>
    public Traffic Traffic => new(MessagesIn, BytesIn, Output.Records, Output.Bytes);

    /// <summary>Why this side wants to close, once it does.</summary>
    public CloseReason? RequestedClose => Volatile.Read(ref _requestedClose);

    /// <summary>The peer's address: IPv4 unmapped; loopback when the transport has none.</summary>
    public static IPAddress AddressOf(ConnectionContext context)
    {
        IPAddress address = (context.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.Loopback;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>Asks the reader to close. The first reason wins. May be called from any thread, whatever locks it holds.</summary>
    public void RequestClose(CloseReason reason)
    {
        if (TrySetReason(reason))
        {
            // Not here: the reader would go on at once, on this thread, and leave its groups under a lock of its session.
            ThreadPool.UnsafeQueueUserWorkItem(static input => input.CancelPendingRead(), Input, preferLocal: false);
        }
    }

    /// <summary>
    /// The same for a thread that holds no lock: the reader goes on there, so that who closes thousands does so at the pace at
    /// which they close.
    /// </summary>
    public void CloseHere(CloseReason reason)
    {
        if (TrySetReason(reason))
        {
            Input.CancelPendingRead();
        }
    }

    /// <summary>Cuts the socket. May be called from any thread.</summary>
    public void Abort() => _context.Abort();

    /// <summary>Whether nobody is to be served here any more: the peer is known to be gone, or this side closes.</summary>
    public bool IsGone => RequestedClose is not null || _context.ConnectionClosed.IsCancellationRequested;

    /// <summary>
    /// Closes in good order (RFC 6455, section 7.1.1): close frame out, then whatever still comes in is thrown away until the
    /// peer's close frame, or its end of the socket.
    /// </summary>
    /// <param name="reason">What the close frame says.</param>
    /// <param name="peerClosed">Whether the peer's close frame was read already.</param>
    /// <param name="deadlineMs">When to cut the socket instead.</param>
    public async Task CloseAsync(CloseReason reason, bool peerClosed, long deadlineMs)
    {
        DeadlineReason = null;
        DeadlineMs = deadlineMs;
        Output.WriteClose(reason);
        while (!peerClosed)
        {
            ReadResult result = await Input.ReadAsync();
            ReadOnlySequence<byte> buffer = result.Buffer;
            ReadStatus status;
            while ((status = Reader!.TryRead(ref buffer, out ReceivedMessage message)) == ReadStatus.Message)
            {
                peerClosed |= message.Opcode == WebSocketOpcode.Close;
            }

            // Frames can no longer be told apart after an error in them: then only the end of the socket ends this.
            Input.AdvanceTo(status == ReadStatus.Failed ? result.Buffer.End : buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        Reader?.Dispose();
        Opener?.Dispose();
        Output.Dispose();
    }

    private bool TrySetReason(CloseReason reason)
    {
        if (Interlocked.CompareExchange(ref _requestedClose, reason, null) is not null)
        {
            return false;
        }

        Output.EndWaits();
        return true;
    }
}
