using System.Buffers;
using System.Runtime.InteropServices;

namespace Sws.Protocol.WebSockets;

/// <summary>
/// Reads WebSocket messages (RFC 6455) out of the bytes of a pipe, for either role, and puts fragments together; control frames surface
/// between the fragments. Holds no buffer between messages. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// <para>One exists per connection, so fields are few and small: 40 bytes on a 64-bit machine, which a test holds on to.</para>
/// <para>
/// A data message in one frame in one segment is unmasked where it lies, and nothing is copied or allocated. Anything else is copied to an
/// array of the shared pool. That happens only after all bytes of a frame have arrived, so that an array is never longer than twice what
/// the peer really sent, whatever its headers claim.
/// </para>
/// </remarks>
public sealed class MessageReader : IDisposable
{
    private byte[]? _rented;
    private int _maxMessageBytes;
    private int _assembled;
    private readonly MaskRule _rule;
    private WebSocketOpcode _fragmented; // Continuation when no fragmented message is under way.
    private byte _failure;
    private ReaderPhase _phase;

    /// <summary>Makes a reader at the start of a stream.</summary>
    /// <param name="rule">What the MASK bit must be.</param>
    /// <param name="maxMessageBytes">See <see cref="MaxMessageBytes"/>.</param>
    public MessageReader(MaskRule rule, int maxMessageBytes)
    {
        _rule = rule;
        MaxMessageBytes = maxMessageBytes;
    }

    /// <summary>
    /// The most payload bytes of a data message, over all its fragments. May change at any time; it holds from the next frame header on.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or an array has no room for it and a control frame.</exception>
    public int MaxMessageBytes
    {
        get => _maxMessageBytes;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Array.MaxLength - FrameWriter.MaxControlPayload);
            _maxMessageBytes = value;
        }
    }

    /// <summary>The rule that the peer broke; null unless <see cref="TryRead"/> returned <see cref="ReadStatus.Failed"/>.</summary>
    public CloseReason? Failure => CloseReason.FromNumber(_failure);

    /// <summary>The size in bytes of the buffer that is rented now.</summary>
    internal int RentedBytes => _rented?.Length ?? 0;

    /// <summary>Reads the next message or control frame.</summary>
    /// <param name="buffer">
    /// All bytes not consumed yet, in memory that may be written to. On return it starts behind the last consumed frame. A frame that is
    /// not whole stays in it. What was consumed is unmasked in place, so it must be advanced over and never be read again.
    /// </param>
    /// <param name="message">The message; its payload is valid until the next call or until the pipe is advanced.</param>
    /// <returns>
    /// Whether there is a message. After a close frame everything else that arrives is discarded (section 5.5.1). After
    /// <see cref="ReadStatus.Failed"/> every further call fails too.
    /// </returns>
    /// <exception cref="ObjectDisposedException">The reader is disposed.</exception>
    public ReadStatus TryRead(ref ReadOnlySequence<byte> buffer, out ReceivedMessage message)
    {
        message = default;
        if (_phase != ReaderPhase.Reading)
        {
            return Stopped(ref buffer);
        }
        if (_rented is not null && _fragmented == WebSocketOpcode.Continuation)
        {
            ReturnRented();
        }
        while (true)
        {
            var status = ParseHeader(in buffer, out var header, out var failure);
            if (status == ReadStatus.Failed)
            {
                return Fail(failure!);
            }
            if (status == ReadStatus.NeedMoreData || buffer.Length - header.Length < header.PayloadLength)
            {
                return ReadStatus.NeedMoreData;
            }
            var rest = buffer.Slice(header.Length);
            buffer = rest.Slice(header.PayloadLength);
            if (header.IsWhole)
            {
                return Take(in header, in rest, out message);
            }
            status = Append(in header, in rest, out message);
            if (status != ReadStatus.NeedMoreData)
            {
                return status;
            }
        }
    }

    /// <summary>Gives the rented buffer back, if there is one.</summary>
    public void Dispose()
    {
        _phase = ReaderPhase.Disposed;
        ReturnRented();
    }

    private ReadStatus ParseHeader(in ReadOnlySequence<byte> buffer, out FrameHeader header, out CloseReason? failure)
    {
        var rules = new FrameRules(_rule, _fragmented != WebSocketOpcode.Continuation, _maxMessageBytes - _assembled);
        var first = buffer.FirstSpan;
        if (first.Length >= FrameWriter.MaxHeaderLength || buffer.IsSingleSegment)
        {
            return FrameHeader.Parse(first, in rules, out header, out failure);
        }
        Span<byte> copy = stackalloc byte[FrameWriter.MaxHeaderLength];
        var length = (int)Math.Min(buffer.Length, copy.Length);
        buffer.Slice(0, length).CopyTo(copy);
        return FrameHeader.Parse(copy[..length], in rules, out header, out failure);
    }

    /// <summary>Takes a message in one frame, or a control frame.</summary>
    private ReadStatus Take(in FrameHeader header, in ReadOnlySequence<byte> rest, out ReceivedMessage message)
    {
        var first = rest.First;
        Memory<byte> payload;
        if (first.Length >= header.PayloadLength)
        {
            // The pipe hands its memory out as read-only to keep readers apart; this reader is the only one and may unmask in place.
            payload = MemoryMarshal.AsMemory(first)[..header.PayloadLength];
        }
        else
        {
            // Behind the fragments of a message that is under way, or at the start of a buffer of its own.
            payload = Reserve(header.PayloadLength);
            rest.Slice(0, header.PayloadLength).CopyTo(payload.Span);
        }
        if (header.Masked)
        {
            PayloadMask.Apply(payload.Span, header.MaskKey, 0);
        }
        message = new ReceivedMessage(header.Opcode, payload);
        if (header.Opcode == WebSocketOpcode.Text && !Utf8Fragments.IsValid(payload.Span, payload.Length, final: true))
        {
            message = default;
            return Fail(CloseReason.TextNotUtf8);
        }
        if (header.Opcode == WebSocketOpcode.Close)
        {
            _phase = ReaderPhase.PeerClosed;
        }
        return ReadStatus.Message;
    }

    /// <summary>Adds a fragment; a message comes out with the last one.</summary>
    private ReadStatus Append(in FrameHeader header, in ReadOnlySequence<byte> rest, out ReceivedMessage message)
    {
        message = default;
        if (header.Opcode != WebSocketOpcode.Continuation)
        {
            _fragmented = header.Opcode;
        }
        var fragment = Reserve(header.PayloadLength).Span;
        rest.Slice(0, header.PayloadLength).CopyTo(fragment);
        if (header.Masked)
        {
            PayloadMask.Apply(fragment, header.MaskKey, 0);
        }
        _assembled += header.PayloadLength;
        var whole = _rented.AsMemory(0, _assembled);
        if (_fragmented == WebSocketOpcode.Text && !Utf8Fragments.IsValid(whole.Span, header.PayloadLength, header.Fin))
        {
            return Fail(CloseReason.TextNotUtf8);
        }
        if (!header.Fin)
        {
            return ReadStatus.NeedMoreData;
        }
        message = new ReceivedMessage(_fragmented, whole);
        _fragmented = WebSocketOpcode.Continuation;
        _assembled = 0;
        return ReadStatus.Message;
    }

    /// <summary>Room behind the assembled bytes. The pool's sizes are powers of two: growing copies each byte about once in all.</summary>
    private Memory<byte> Reserve(int length)
    {
        var needed = _assembled + length;
        if (length > 0 && (_rented is null || _rented.Length < needed))
        {
            var larger = ArrayPool<byte>.Shared.Rent(needed);
            _rented.AsSpan(0, _assembled).CopyTo(larger);
            ReturnArray();
            _rented = larger;
        }
        return _rented.AsMemory(_assembled, length);
    }

    private ReadStatus Fail(CloseReason reason)
    {
        _failure = reason.Number;
        _phase = ReaderPhase.Failed;
        ReturnRented();
        return ReadStatus.Failed;
    }

    private ReadStatus Stopped(ref ReadOnlySequence<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_phase == ReaderPhase.Disposed, this);
        if (_phase == ReaderPhase.Failed)
        {
            return ReadStatus.Failed;
        }
        ReturnRented();
        buffer = buffer.Slice(buffer.End);
        return ReadStatus.NeedMoreData;
    }

    private void ReturnRented()
    {
        _fragmented = WebSocketOpcode.Continuation;
        _assembled = 0;
        ReturnArray();
    }

    private void ReturnArray()
    {
        if (_rented is { } array)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
