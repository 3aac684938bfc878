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
/// <remarks>
/// A call that takes seconds, since a silo hangs, must not keep the client's acknowledgements from being seen: its queue would fill, and a
/// client that reads as fast as any be closed as a slow one. So the sweep lets the loop read ahead then: one batch more.
/// </remarks>
internal abstract class SessionLoop(SwsConnection connection, EdgeSession session, ConnectionTable table)
{
    // Guards the two below: the sweep asks for reading ahead while the call may just end.
    private readonly Lock _turn = new();
    private Task<LoopEnd?>? _ahead;
    private bool _mayReadAhead;

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

    /// <summary>Whether some of what clients send is for the edge alone, and must be seen during a call.</summary>
    protected abstract bool ReadsAhead { get; }

    /// <summary>Serves the socket until it ends.</summary>
    /// <returns>Why it ended; <see cref="LoopEnd.Lost"/> when the socket was lost without a word.</returns>
    public async Task<LoopEnd> RunAsync()
    {
        PipeReader input = Connection.Input;
        LoopEnd? end = null;
        while (true)
        {
            ReadResult result = default;
            bool hasMore = false;

            // What was read ahead goes out at once.
            bool hasRead = end is null && HasBatch && input.TryRead(out result);
            if (end is null && !HasBatch)
            {
                result = await input.ReadAsync();
                hasRead = true;
            }

            if (HasRefused && result.IsCompleted)
            {
                return LoopEnd.Lost;
            }

            if (hasRead)
            {
                (end, hasMore) = Take(result);
            }

            CloseReason? failure = null;
            if (HasBatch)
            {
                Connection.IsBusy = true;
                ValueTask<CloseReason?> call = DispatchAsync();
                LetReadAhead(end is null && ReadsAhead && !call.IsCompleted);
                try
                {
                    failure = await call;
                }
                finally
                {
                    end = StopReadingAhead() is { } ahead ? await ahead : end;
                }

                end ??= failure is null ? null : LoopEnd.ByUs(failure);
            }

            Connection.Output.Flush();
            Connection.IsBusy = false;
            await WaitForRoomAsync();
            if (Connection.RequestedClose is { } requested)
            {
                return LoopEnd.ByUs(requested);
            }

            bool isDone = failure is not null || !HasBatch;
            if (isDone && (end is not null || (result.IsCompleted && !hasMore)))
            {
                return end ?? LoopEnd.Lost;
            }
        }
    }

    /// <summary>Reads on while a call is under way. Nothing happens when there is none, or when it is read already.</summary>
    public void ReadAhead()
    {
        lock (_turn)
        {
            if (_mayReadAhead)
            {
                _mayReadAhead = false;
                _ahead = ReadAheadAsync();
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

    /// <summary>Reads no more from a peer that does not read: what it sends would be answered.</summary>
    private async ValueTask WaitForRoomAsync()
    {
        Task room = Connection.Output.WaitForRoomAsync();
        if (room.IsCompleted)
        {
            return;
        }

        Connection.StalledSinceMs = Math.Max(1, table.NowMs);
        await room;

        // It has read: that, too, is a sign of life.
        Connection.LastReceivedMs = table.NowMs;
        Connection.StalledSinceMs = 0;
    }

    private void LetReadAhead(bool may)
    {
        if (may)
        {
            lock (_turn)
            {
                _mayReadAhead = true;
            }
        }
    }

    /// <returns>The end of reading ahead, or null where that did not begin.</returns>
    private Task<LoopEnd?>? StopReadingAhead()
    {
        if (!ReadsAhead)
        {
            return null;
        }

        Task<LoopEnd?>? ahead;
        lock (_turn)
        {
            _mayReadAhead = false;
            ahead = _ahead;
            _ahead = null;
        }

        if (ahead is not null)
        {
            Connection.Input.CancelPendingRead();
        }

        return ahead;
    }

    private async Task<LoopEnd?> ReadAheadAsync()
    {
        // Not on the sweep's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (true)
        {
            ReadResult result = await Connection.Input.ReadAsync();
            (LoopEnd? end, bool hasMore) = Take(result);
            Connection.Output.Flush();
            if (end is not null || hasMore || result.IsCanceled || result.IsCompleted)
            {
                return end;
            }

            await WaitForRoomAsync();
        }
    }

    private (LoopEnd? End, bool HasMore) Take(in ReadResult result)
    {
        ReadOnlySequence<byte> buffer = result.Buffer;
        Connection.LastReceivedMs = buffer.IsEmpty ? Connection.LastReceivedMs : table.NowMs;
        LoopEnd? end = Collect(ref buffer);
        bool hasMore = IsBatchFull && end is null;
        Connection.Input.AdvanceTo(buffer.Start, hasMore ? buffer.Start : buffer.End);
        return (end, hasMore);
    }

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
