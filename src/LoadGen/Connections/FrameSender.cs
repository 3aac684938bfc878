using System.Net.Sockets;
using Sws.Protocol.Records;
using Sws.Protocol.WebSockets;

namespace Sws.LoadGen.Connections;

/// <summary>
/// The sending half of a connection. A frame is built, sealed and sent in the caller's thread; only when the network takes no more
/// is the rest put aside and sent by a task. Thread-safe: the pacer, the receive loop and timers all send.
/// </summary>
internal sealed class FrameSender(Wire wire, RecordSealer? sealer, bool masked, uint seed)
{
    [ThreadStatic]
    private static byte[]? _frame;

    private SendBacklog? _backlog;

    // Any non-zero start will do: masks protect proxies from browsers' scripts, not a load generator's payload.
    private uint _maskState = seed | 1;
    private bool _closing;
    private bool _ended;

    /// <summary>True once a close frame was sent or the connection was cut by this side.</summary>
    public bool IsClosing => Volatile.Read(ref _closing);

    /// <summary>Sends one frame. False when nothing was sent: the connection is closing, or its backlog is full.</summary>
    public bool Send(WebSocketOpcode opcode, ReadOnlySpan<byte> payload)
    {
        lock (wire)
        {
            if (_closing || _ended || _backlog is { IsFull: true })
            {
                return false;
            }

            _closing = opcode == WebSocketOpcode.Close;
            Transmit(Build(opcode, payload));
            return true;
        }
    }

    /// <summary>Refuses everything from now on.</summary>
    /// <param name="byThisSide">True when this side wants the end, so that it is no error.</param>
    public void Stop(bool byThisSide)
    {
        lock (wire)
        {
            _closing |= byThisSide;
            _ended = true;
        }
    }

    private ReadOnlySpan<byte> Build(WebSocketOpcode opcode, ReadOnlySpan<byte> payload)
    {
        var seal = sealer is not null && opcode == WebSocketOpcode.Binary;
        var length = payload.Length + (seal ? RecordSealer.Overhead : 0);
        var frame = _frame;
        if (frame is null || frame.Length < length + FrameWriter.MaxHeaderLength)
        {
            _frame = frame = new byte[Math.Max(4096, length + FrameWriter.MaxHeaderLength)];
        }

        uint? mask = masked ? NextMask() : null;
        var header = FrameWriter.WriteHeader(frame, opcode, length, mask);
        var body = frame.AsSpan(header, length);
        payload.CopyTo(body[(length - payload.Length)..]);
        if (seal)
        {
            sealer!.Seal(body);
        }

        if (mask is { } key)
        {
            FrameWriter.Mask(body, key);
        }

        return frame.AsSpan(0, header + length);
    }

    private uint NextMask()
    {
        // xorshift32 (Marsaglia 2003).
        _maskState ^= _maskState << 13;
        _maskState ^= _maskState >> 17;
        return _maskState ^= _maskState << 5;
    }

    private void Transmit(ReadOnlySpan<byte> frame)
    {
        var sent = _backlog is null ? wire.TrySend(frame) : 0;
        if (sent == frame.Length)
        {
            return;
        }

        var flushing = _backlog is not null;
        _backlog ??= new SendBacklog();
        _backlog.Add(frame[sent..]);
        if (!flushing)
        {
            _ = FlushAsync();
        }
    }

    private async Task FlushAsync()
    {
        // The caller holds the lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (TakeBacklog() is { IsEmpty: false } bytes)
        {
            try
            {
                await wire.WriteAsync(bytes).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
            {
                // The receive loop sees the same end and reports it.
                Stop(byThisSide: false);
            }
        }
    }

    private ReadOnlyMemory<byte> TakeBacklog()
    {
        lock (wire)
        {
            var bytes = _ended ? default : _backlog!.TakeAll();
            _backlog = bytes.IsEmpty ? null : _backlog;
            return bytes;
        }
    }
}
