using System.Buffers;
using System.IO.Pipelines;
using Sws.Gateway.Connections;
using Sws.Protocol;
using Sws.Protocol.WebSockets;

namespace Sws.Gateway.Sessions;

/// <summary>
/// The one loop that reads a session's socket. All records of one read go to the session grain as one call; while that
/// runs nothing is read, what arrives collects in the transport's pipe for the next call, and a full pipe makes TCP push
/// back. So a session has one call under way, order holds, and nothing is buffered twice.
/// </summary>
internal abstract class SessionLoop(SwsConnection connection, EdgeSession session, ConnectionTable table)
{
    protected SwsConnection Connection { get; } = connection;

    protected EdgeSession Session { get; } = session;

    /// <summary>Whether the batch is so large, or ends in something that must be done first, that no more is added.</summary>
    protected abstract bool IsBatchFull { get; }

    /// <summary>
    /// Whether something was refused that is worth another try. A client that has gone before it could hear so sends that again on
    /// its next socket; what it sent behind it, and is still unread here, must not come before it.
    /// </summary>
    protected bool HasRefused { get; set; }

    /// <summary>Whether there is anything in the batch.</summary>
    protected abstract bool HasBatch { get; }

    /// <summary>Serves the socket until it ends.</summary>
    /// <returns>Why it ended; <see cref="LoopEnd.Lost"/> when the socket was lost without a word.</returns>
    public async Task<LoopEnd> RunAsync()
    {
        PipeReader input = Connection.Input;
        while (true)
        {
            ReadResult result = await input.ReadAsync();
            if (HasRefused && result.IsCompleted)
            {
                return LoopEnd.Lost;
            }

            ReadOnlySequence<byte> buffer = result.Buffer;
            Connection.LastReceivedMs = buffer.IsEmpty ? Connection.LastReceivedMs : table.NowMs;
            LoopEnd? end = Collect(ref buffer);
            bool hasMore = IsBatchFull && end is null;
            input.AdvanceTo(buffer.Start, hasMore ? buffer.Start : buffer.End);

            Connection.IsBusy = true;
            if (HasBatch && await DispatchAsync() is { } failure)
            {
                end ??= LoopEnd.ByUs(failure);
            }

            Connection.Output.Flush();
            await Connection.Output.WaitForRoomAsync();
            Connection.IsBusy = false;
            if (Connection.RequestedClose is { } requested)
            {
                return LoopEnd.ByUs(requested);
            }

            if (end is not null || (result.IsCompleted && !hasMore))
            {
                return end ?? LoopEnd.Lost;
            }
        }
    }

    /// <summary>Adds one opened record to the batch.</summary>
    /// <param name="record">The plaintext; valid during the call only.</param>
    /// <returns>Why to close, or null.</returns>
    protected abstract CloseReason? Add(ReadOnlySpan<byte> record);

    /// <summary>Hands the batch to the grain and queues the replies.</summary>
    /// <returns>Why to close, or null.</returns>
    protected abstract ValueTask<CloseReason?> DispatchAsync();

    private LoopEnd? Collect(ref ReadOnlySequence<byte> buffer)
    {
        MessageReader reader = Connection.Reader!;
        while (!IsBatchFull)
        {
            switch (reader.TryRead(ref buffer, out ReceivedMessage message))
            {
                case ReadStatus.NeedMoreData:
                    return null;
                case ReadStatus.Failed:
                    return LoopEnd.ByUs(reader.Failure!);
            }

            LoopEnd? end = message.Opcode switch
            {
                WebSocketOpcode.Binary => AddRecord(message.Payload.Span),
                WebSocketOpcode.Ping => Pong(message.Payload.Span),
                WebSocketOpcode.Pong => null,
                WebSocketOpcode.Close => ClosedByPeer(message.Payload.Span),
                _ => LoopEnd.ByUs(CloseReason.TextAfterHandshake),
            };
            if (end is not null)
            {
                return end;
            }
        }

        return null;
    }

    private LoopEnd? AddRecord(Span<byte> record)
    {
        // A record that does not open is fatal: the peer would stay out of step for ever without knowing.
        if (record.Length < Protocol.Records.RecordSealer.Overhead)
        {
            return LoopEnd.ByUs(CloseReason.RecordForged);
        }

        Span<byte> plaintext = record[Protocol.Records.RecordSealer.Overhead..];
        if (!Connection.Opener!.TryOpen(record, plaintext))
        {
            return LoopEnd.ByUs(CloseReason.RecordForged);
        }

        Connection.MessagesIn++;
        Connection.BytesIn += record.Length;
        if (Connection.Output.IsHeld)
        {
            Connection.Output.Release();
        }

        return Add(plaintext) is { } reason ? LoopEnd.ByUs(reason) : null;
    }

    private LoopEnd? Pong(ReadOnlySpan<byte> payload)
    {
        Connection.Output.WriteFrame(WebSocketOpcode.Pong, payload);
        return null;
    }

    private static LoopEnd ClosedByPeer(ReadOnlySpan<byte> payload) =>
        ClosePayload.TryParse(payload, out _, out CloseReason? malformed) ? LoopEnd.ByPeer : LoopEnd.ByUs(malformed!);
}
