using System.Buffers;
using System.IO.Pipelines;
using Sws.Gateway.Sessions;
using Sws.Protocol;
using Sws.Protocol.Records;
using Sws.Protocol.WebSockets;

namespace Sws.Gateway.Connections;

/// <summary>
/// The way out of one socket. Frames are written straight into the transport's pipe and records sealed in place there.
/// When the pipe is full nothing more is written until the peer has read; <see cref="SendQueue"/> keeps what waits.
/// </summary>
internal sealed class ConnectionOutput(PipeWriter writer) : IDisposable
{
    // What the transport's pipe takes before it makes writers wait. More is written only after a flush, so that a burst for thousands of
    // sockets is not copied for each of them: until then all their queues have the same bytes.
    private const int MaxUnflushedBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private RecordSealer? _sealer;
    private SendQueue? _queue;
    private TaskCompletionSource? _room;

    // Frames that came during a flush: a writer that is flushed may not be touched, and that of TLS would lose them. Few: the reader
    // waits for room before it reads what else would be answered.
    private ArrayBufferWriter<byte>? _late;
    private bool _held;
    private bool _dirty;
    private bool _backedUp;
    private bool _closed;
    private bool _disposed;
    private bool _waitsNoMore;
    private bool _wantsFlush;
    private int _unflushed;
    private long _records;
    private long _bytes;

    /// <summary>Records that were written.</summary>
    public long Records => Volatile.Read(ref _records);

    /// <summary>Their bytes, with frame headers.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Writes a text, ping or pong frame.</summary>
    public void WriteFrame(WebSocketOpcode opcode, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                Span<byte> header = stackalloc byte[FrameWriter.MaxHeaderLength];
                Append(header[..FrameWriter.WriteHeader(header, opcode, payload.Length)]);
                Append(payload);
            }
        }
    }

    /// <summary>Writes the close frame; nothing can be written after it.</summary>
    public void WriteClose(CloseReason reason)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            Span<byte> frame = stackalloc byte[FrameWriter.MaxHeaderLength + FrameWriter.MaxControlPayload];
            Append(frame[..FrameWriter.WriteClose(frame, reason.Code, reason.Text)]);
            _closed = true;
        }

        // When the pipe is full, the frame goes out as soon as the peer has read.
        Flush();
    }

    /// <summary>
    /// Switches to records, and holds them back: the reference clients ignore, and for ever miscount, what reaches them
    /// within 20 ms of their ClientReady.
    /// </summary>
    public void StartRecords(RecordSealer sealer)
    {
        lock (_gate)
        {
            _sealer = sealer;
            _held = true;
        }
    }

    /// <summary>Names the queue whose messages are written when there is room.</summary>
    public void Attach(SendQueue queue) => _queue = queue;

    /// <summary>Whether records are held back.</summary>
    public bool IsHeld => Volatile.Read(ref _held);

    /// <summary>Ends the hold-back.</summary>
    public void Release()
    {
        lock (_gate)
        {
            if (!_held)
            {
                return;
            }

            _held = false;
        }

        _queue?.Pump();
        Flush();
    }

    /// <summary>Seals and writes one record, unless it has to wait.</summary>
    /// <returns>False when it was not written.</returns>
    public bool TryWriteRecord(in OutgoingMessage message)
    {
        lock (_gate)
        {
            if (_held || _backedUp || _closed)
            {
                return false;
            }

            if (_unflushed >= MaxUnflushedBytes)
            {
                _wantsFlush = true;
                return false;
            }

            int length = message.Length;
            int recordLength = length + RecordSealer.Overhead;
            int headerLength = FrameWriter.HeaderLength(recordLength, masked: false);
            Span<byte> span = writer.GetSpan(headerLength + recordLength)[..(headerLength + recordLength)];
            FrameWriter.WriteHeader(span, WebSocketOpcode.Binary, recordLength);
            message.CopyTo(span.Slice(headerLength + RecordSealer.Overhead, length));
            _sealer!.Seal(span[headerLength..]);
            writer.Advance(span.Length);
            _records++;
            _bytes += span.Length;
            _unflushed += span.Length;
            _dirty = true;
            return true;
        }
    }

    /// <summary>Sends what was written, and then what waited only for that.</summary>
    public void Flush()
    {
        bool more;
        do
        {
            ValueTask<FlushResult>? pending;
            lock (_gate)
            {
                more = _wantsFlush;
                _wantsFlush = false;
                pending = FlushLocked();
            }

            // Not with the lock: when it is over by now, what waits for it runs here, and takes the queue's lock, whose owner may
            // wait for this one.
            if (pending is { } flush)
            {
                _ = ContinueAfterAsync(flush);
                return;
            }

            if (more)
            {
                _queue?.Pump();
            }
        }
        while (more);
    }

    /// <summary>Completes when the peer has read enough for more to be written, or the connection is to be closed.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_gate)
        {
            return !_backedUp || _closed || _waitsNoMore
                ? Task.CompletedTask
                : (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Ends waits for room, now and from now on: a peer that does not read must not keep its connection from being closed.</summary>
    public void EndWaits()
    {
        lock (_gate)
        {
            _waitsNoMore = true;
            _room?.TrySetResult();
        }
    }

    /// <summary>Stops writing for good and forgets the key.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _disposed = true;
            _sealer?.Dispose();
            _room?.TrySetResult();
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_backedUp)
        {
            (_late ??= new ArrayBufferWriter<byte>()).Write(bytes);
        }
        else
        {
            writer.Write(bytes);
        }

        _dirty = true;
    }

    /// <returns>A flush that was not over at once; null otherwise.</returns>
    private ValueTask<FlushResult>? FlushLocked()
    {
        if (!_dirty || _backedUp || _disposed)
        {
            return null;
        }

        _dirty = false;
        _unflushed = 0;
        ValueTask<FlushResult> flush = writer.FlushAsync();
        if (flush.IsCompletedSuccessfully)
        {
            _ = flush.Result;
            return null;
        }

        _backedUp = true;
        return flush;
    }

    private async Task ContinueAfterAsync(ValueTask<FlushResult> flush)
    {
        try
        {
            await flush;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The transport is gone; the loop that reads from it ends the connection.
            Dispose();
            return;
        }

        lock (_gate)
        {
            _backedUp = false;
            if (_late is not null && !_disposed)
            {
                writer.Write(_late.WrittenSpan);
            }

            _late = null;
        }

        _queue?.Pump();
        Flush();
        lock (_gate)
        {
            if (!_backedUp)
            {
                _room?.TrySetResult();
                _room = null;
            }
        }
    }
}
