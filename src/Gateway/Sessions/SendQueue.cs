using Sws.Gateway.Connections;
using Sws.Grains;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol.Messaging;

namespace Sws.Gateway.Sessions;

/// <summary>
/// What one session has to deliver. For a session that can recover it keeps every message until the client has
/// acknowledged it, so that the next socket can send it again; for any other only what the socket has no room for.
/// Sequence numbers are given here, in the order of queueing.
/// </summary>
internal sealed class SendQueue(IMessageCodec? codec, SendQueueLimits limits)
{
    private readonly Lock _gate = new();
    private readonly IMessageCodec? _sequencing = codec?.Reliable == true ? codec : null;

    // Made when something must be kept, given up when nothing is: what was written and waits for its acknowledgement, and what
    // waits to be written. Only the latter has messages without a number: those are done with when they are written.
    private Deque<OutgoingMessage>? _written;
    private Deque<OutgoingMessage>? _waiting;
    private long _bytes;
    private ulong _lastSequenceId;
    private ulong _ackedSequenceId;
    private long _lastOutboxId;
    private long _ackedOutboxId;
    private ConnectionOutput? _output;
    private bool _wasAttached;

    /// <summary>The last outbox id that was queued.</summary>
    public long LastOutboxId => Volatile.Read(ref _lastOutboxId);

    /// <summary>Every outbox id up to this one was acknowledged by the client.</summary>
    public long AckedOutboxId => Volatile.Read(ref _ackedOutboxId);

    /// <summary>Whether the queue is less than half full: what can wait, such as a history, leaves the rest to live messages.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
            {
                return Count == 0 || (Count < (limits.Messages + 1) / 2 && _bytes < limits.Bytes / 2);
            }
        }
    }

    private int Count => (_written?.Count ?? 0) + (_waiting?.Count ?? 0);

    /// <summary>Queues a message and writes it if there is room. Follow with a flush of the output.</summary>
    /// <param name="body">The encoded message without sequence number.</param>
    /// <param name="sequenced">Whether it belongs to the reliable sequence.</param>
    /// <param name="outboxId">Its id in the grain's outbox, or 0.</param>
    /// <returns>False when the queue is over its limit: the session must be closed.</returns>
    public bool TryEnqueue(ReadOnlyMemory<byte> body, bool sequenced, long outboxId = 0)
    {
        lock (_gate)
        {
            if (outboxId != 0)
            {
                if (outboxId <= _lastOutboxId)
                {
                    return true;
                }

                _lastOutboxId = outboxId;
            }

            bool keeps = sequenced && _sequencing is not null;
            if (!keeps && TryWrite(new OutgoingMessage(body, null, 0, outboxId)))
            {
                return true;
            }

            if (_output is null && !keeps && _wasAttached)
            {
                // The socket is gone, and this is nothing that a later one would be owed.
                return true;
            }

            if (Count > 0 && (Count >= limits.Messages || _bytes + body.Length > limits.Bytes))
            {
                return false;
            }

            OutgoingMessage message = keeps ? new(body, _sequencing, ++_lastSequenceId, outboxId) : new(body, null, 0, outboxId);
            if (!keeps || !TryWrite(message))
            {
                Wait(message);
            }

            return true;
        }
    }

    /// <summary>A message of the grain's outbox that is queued already, under an earlier id.</summary>
    /// <param name="outboxId">Its id now.</param>
    public void Pass(long outboxId)
    {
        lock (_gate)
        {
            _lastOutboxId = Math.Max(_lastOutboxId, outboxId);
        }
    }

    /// <summary>Queues the reply to something the client just sent. Not bounded: the reader waits for room before it reads on.</summary>
    public void EnqueueReply(ReadOnlyMemory<byte> body)
    {
        lock (_gate)
        {
            OutgoingMessage reply = new(body, null, 0, 0);
            if (_output is not null && !TryWrite(reply))
            {
                Wait(reply);
            }
        }
    }

    /// <summary>Writes what waits, as far as there is room.</summary>
    public void Pump()
    {
        lock (_gate)
        {
            PumpLocked();
        }
    }

    /// <summary>The client has received everything up to a sequence number.</summary>
    /// <returns>False when that number was never sent.</returns>
    public bool TryAcknowledge(ulong sequenceId)
    {
        lock (_gate)
        {
            if (sequenceId > _lastSequenceId)
            {
                return false;
            }

            _ackedSequenceId = Math.Max(_ackedSequenceId, sequenceId);
            while (_written is { Count: > 0 } && _written[0] is var first && first.SequenceId <= _ackedSequenceId)
            {
                _written.RemoveFirst();
                Forget(first);
            }

            _written = _written is { Count: 0 } ? null : _written;
            return true;
        }
    }

    /// <summary>Gives the session a socket. What was not acknowledged is sent again, in order, before anything new.</summary>
    /// <param name="output">The new socket's output.</param>
    /// <param name="greeting">A message to go before all others, or empty.</param>
    public void Attach(ConnectionOutput output, ReadOnlyMemory<byte> greeting)
    {
        lock (_gate)
        {
            if (_wasAttached)
            {
                Rewind();
            }

            _wasAttached = true;
            _output = output;
            output.Attach(this);
            if (!greeting.IsEmpty)
            {
                (_waiting ??= new Deque<OutgoingMessage>()).AddFirst(new OutgoingMessage(greeting, null, 0, 0));
                _bytes += greeting.Length;
            }

            PumpLocked();
        }
    }

    /// <summary>Takes the socket away; what is sequenced stays.</summary>
    public void Detach(ConnectionOutput output)
    {
        lock (_gate)
        {
            if (_output == output)
            {
                _output = null;
                Rewind();
            }
        }
    }

    /// <summary>Sends what was written to the socket, if there is one.</summary>
    public void Flush() => _output?.Flush();

    /// <summary>Forgets everything that waits.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            (_written, _waiting, _bytes) = (null, null, 0);
        }
    }

    /// <summary>Empties the queue into a tail for another edge.</summary>
    /// <param name="offsets">The positions of the session's groups.</param>
    public SessionTail TakeTail(IReadOnlyList<GroupOffset> offsets)
    {
        lock (_gate)
        {
            _output = null;
            Rewind();
            TailMessage[] messages = [.. (_waiting ?? []).Select(item => new TailMessage(item.SequenceId, item.Body.ToArray(), item.OutboxId))];
            (_waiting, _bytes) = (null, 0);
            return new SessionTail(_lastSequenceId, _ackedSequenceId, messages, offsets, _lastOutboxId);
        }
    }

    /// <summary>Continues from what another edge handed over. Call before the first message is queued.</summary>
    public void Restore(SessionTail tail)
    {
        lock (_gate)
        {
            _lastSequenceId = tail.LastSequenceId;
            _ackedSequenceId = tail.AckedSequenceId;
            _lastOutboxId = tail.LastOutboxId;
            foreach (TailMessage message in tail.Messages)
            {
                Wait(new OutgoingMessage(message.Body, _sequencing, message.SequenceId, message.OutboxId));
            }
        }
    }

    private void PumpLocked()
    {
        if (_output is null)
        {
            return;
        }

        while (_waiting is { Count: > 0 } && _waiting[0] is var first && _output.TryWriteRecord(first))
        {
            _waiting.RemoveFirst();
            Written(first);
        }

        _waiting = _waiting is { Count: 0 } ? null : _waiting;
    }

    /// <summary>Writes a message at once, unless there is none to write to, no room, or others are before it.</summary>
    private bool TryWrite(in OutgoingMessage message)
    {
        if (_waiting is not null || _output?.TryWriteRecord(message) != true)
        {
            return false;
        }

        _bytes += message.Body.Length;
        Written(message);
        return true;
    }

    private void Wait(in OutgoingMessage message)
    {
        (_waiting ??= new Deque<OutgoingMessage>()).Add(message);
        _bytes += message.Body.Length;
    }

    private void Written(in OutgoingMessage message)
    {
        if (message.SequenceId > _ackedSequenceId)
        {
            (_written ??= new Deque<OutgoingMessage>()).Add(message);
        }
        else
        {
            Forget(message);
        }
    }

    /// <summary>A message that needs no acknowledgement, or has it.</summary>
    private void Forget(in OutgoingMessage message)
    {
        _bytes -= message.Body.Length;
        _ackedOutboxId = Math.Max(_ackedOutboxId, message.OutboxId);
    }

    /// <summary>Everything that a later socket is owed waits for it, in order; what has no number is owed to none.</summary>
    private void Rewind()
    {
        if (Count == 0)
        {
            return;
        }

        Deque<OutgoingMessage> owed = new();
        _bytes = 0;
        foreach (OutgoingMessage item in (_written ?? []).Concat(_waiting ?? []))
        {
            if (item.SequenceId > _ackedSequenceId)
            {
                owed.Add(item);
                _bytes += item.Body.Length;
            }
        }

        (_written, _waiting) = (null, owed.Count > 0 ? owed : null);
    }
}
