using Sws.Gateway.Connections;
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

    // Made when something must be kept; given up when nothing is. Items before _next were written and are kept only
    // for their acknowledgement.
    private Deque<OutgoingMessage>? _items;
    private int _next;
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
                return _items is null || (_items.Count < (limits.Messages + 1) / 2 && _bytes < limits.Bytes / 2);
            }
        }
    }

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
            if (!keeps && _items is null && _output?.TryWriteRecord(new OutgoingMessage(body, null, 0, 0)) == true)
            {
                _ackedOutboxId = Math.Max(_ackedOutboxId, outboxId);
                return true;
            }

            if (_output is null && !keeps && _wasAttached)
            {
                // The socket is gone, and this is nothing that a later one would be owed.
                return true;
            }

            if (_items is not null && (_items.Count >= limits.Messages || _bytes + body.Length > limits.Bytes))
            {
                return false;
            }

            _items ??= new Deque<OutgoingMessage>();
            _items.Add(new OutgoingMessage(body, keeps ? _sequencing : null, keeps ? ++_lastSequenceId : 0, outboxId));
            _bytes += body.Length;
            PumpLocked();
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
            if (_items is null && _output?.TryWriteRecord(new OutgoingMessage(body, null, 0, 0)) == true)
            {
                return;
            }

            if (_output is not null)
            {
                _items ??= new Deque<OutgoingMessage>();
                _items.Add(new OutgoingMessage(body, null, 0, 0));
                _bytes += body.Length;
                PumpLocked();
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
            Trim();
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
                DropUnsequenced();
            }

            _wasAttached = true;
            _output = output;
            output.Attach(this);
            if (!greeting.IsEmpty)
            {
                _items ??= new Deque<OutgoingMessage>();
                _items.AddFirst(new OutgoingMessage(greeting, null, 0, 0));
                _bytes += greeting.Length;
            }

            _next = 0;
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
                DropUnsequenced();
                _next = 0;
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
            (_items, _next, _bytes) = (null, 0, 0);
        }
    }

    /// <summary>Empties the queue into a tail for another edge.</summary>
    /// <param name="offsets">The positions of the session's groups.</param>
    public SessionTail TakeTail(IReadOnlyList<GroupOffset> offsets)
    {
        lock (_gate)
        {
            _output = null;
            DropUnsequenced();
            TailMessage[] messages = [.. (_items ?? []).Select(item => new TailMessage(item.SequenceId, item.Body.ToArray(), item.OutboxId))];
            _items = null;
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
                (_items ??= new Deque<OutgoingMessage>()).Add(new OutgoingMessage(message.Body, _sequencing, message.SequenceId, message.OutboxId));
                _bytes += message.Body.Length;
            }
        }
    }

    private void PumpLocked()
    {
        if (_items is null || _output is null)
        {
            return;
        }

        while (_next < _items.Count && _output.TryWriteRecord(_items[_next]))
        {
            _next++;
        }

        Trim();
    }

    /// <summary>Forgets written messages that need no acknowledgement or have it, up to the first that waits for one.</summary>
    private void Trim()
    {
        while (_items is { Count: > 0 } && _next > 0 && _items[0] is var first && first.SequenceId <= _ackedSequenceId)
        {
            _items.RemoveFirst();
            _next--;
            _bytes -= first.Body.Length;
            _ackedOutboxId = Math.Max(_ackedOutboxId, first.OutboxId);
        }

        if (_items is { Count: 0 })
        {
            _items = null;
        }
    }

    private void DropUnsequenced()
    {
        if (_items is null)
        {
            return;
        }

        Deque<OutgoingMessage> kept = new();
        _bytes = 0;
        foreach (OutgoingMessage item in _items)
        {
            if (item.SequenceId > _ackedSequenceId)
            {
                kept.Add(item);
                _bytes += item.Body.Length;
            }
        }

        _items = kept.Count > 0 ? kept : null;
    }
}
