using System.Threading.Channels;
using Sws.Protocol.Messaging;

namespace Sws.Client.Sessions;

/// <summary>
/// Everything to be sent that must survive a connection, in order. One writer per connection takes from it; entries with an ack id stay
/// until they are answered, and are written again on the connection that continues the session.
/// </summary>
/// <remarks>Messages are encoded under the lock, when they are written: a cancelled call may reuse its buffer as soon as it has returned.</remarks>
internal sealed class Outbox(int capacity)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<OutboxEntry> _entries = new();
    private readonly Dictionary<ulong, OutboxEntry> _byAckId = [];
    private readonly LinkedList<OutboxEntry> _waiting = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private LinkedListNode<OutboxEntry>? _next;
    private int _taken;
    private ulong _lastAckId;
    private SwsClosedException? _closed;

    /// <summary>Waits for a place, then for the answer.</summary>
    public async Task<AckResult> SendAsync(
        OutboxKind kind,
        Func<ulong, ClientMessage> create,
        Func<ClientMessage, Ack, ValueTask>? onAck,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var entry = new OutboxEntry(kind, create, onAck) { HoldsPlace = true };
        lock (_lock)
        {
            ThrowIfClosed();
            // Whoever has no place waits in line here and not at a semaphore, which would wake several and let them race.
            entry.Node = _waiting.AddLast(entry);
            Admit();
        }

        using var registration = cancellationToken.UnsafeRegister((_, token) => Cancel(entry, token), null);
        return await entry.Completion;
    }

    /// <summary>Queues what is done once it is written. <paramref name="onFail"/> learns why it never will be.</summary>
    /// <exception cref="SwsClosedException">The client has ended.</exception>
    public OutboxEntry Post(OutboxKind kind, Func<ClientMessage> create, Action<Exception>? onFail = null)
    {
        var entry = new OutboxEntry(kind, _ => create()) { OnFail = onFail };
        lock (_lock)
        {
            ThrowIfClosed();
            Append(entry);
        }

        return entry;
    }

    /// <summary>Takes something back. False when it is written, or was never here.</summary>
    public bool Withdraw(OutboxEntry entry)
    {
        lock (_lock)
        {
            if (entry.Node is not { } node)
            {
                return false;
            }

            Remove(node);
            Admit();
            return !entry.Written;
        }
    }

    /// <summary>The bytes of the next message for this connection; null when there is none for now.</summary>
    /// <param name="codec">Encodes it.</param>
    /// <param name="maxBytes">The server's limit. A longer message would cost the connection, so it fails here instead.</param>
    public byte[]? TakeNext(IMessageCodec codec, int maxBytes)
    {
        List<(OutboxEntry Entry, Exception Error)>? refused = null;
        byte[]? bytes = null;
        lock (_lock)
        {
            while (bytes is null && _next is { } node)
            {
                if (node.Value.TryWrite(codec, maxBytes, out bytes, out var error))
                {
                    _next = node.Next;
                }
                else
                {
                    (refused ??= []).Add((node.Value, error));
                }

                if (error is not null || node.Value.AckId == 0)
                {
                    Remove(node);
                    Admit();
                }
            }
        }

        refused?.ForEach(static pair => pair.Entry.Fail(pair.Error));
        return bytes;
    }

    /// <summary>Completes when there may be something to take.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await _signal.Reader.ReadAsync(cancellationToken);

    /// <summary>Finds and forgets the entry that an answer belongs to; null when nobody waits for it any more.</summary>
    public OutboxEntry? Answer(ulong ackId)
    {
        lock (_lock)
        {
            if (_byAckId.TryGetValue(ackId, out var entry))
            {
                Remove(entry.Node!);
                Admit();
            }

            return entry;
        }
    }

    /// <summary>A new connection continues the session: what was not answered is written again, with the same ids.</summary>
    public void Rewind()
    {
        lock (_lock)
        {
            _next = _entries.First;
        }
    }

    /// <summary>A new session begins: entries whose outcome nobody can know fail, the others follow after <paramref name="first"/>.</summary>
    public void Restart(IEnumerable<OutboxEntry> first)
    {
        List<OutboxEntry> lost = [];
        lock (_lock)
        {
            List<OutboxEntry> kept = [];
            while (_entries.First is { } node)
            {
                var entry = node.Value;
                var survives = entry.Kind switch
                {
                    OutboxKind.Membership => true,
                    OutboxKind.Rejoin or OutboxKind.Reply => false,
                    _ => !entry.Written,
                };
                (survives ? kept : lost).Add(entry);
                Remove(node);
            }

            foreach (var entry in first.Concat(kept))
            {
                entry.Unwrite();
                Append(entry);
            }

            Admit();
        }

        lost.ForEach(static entry => entry.Fail(new SwsOutcomeUnknownException()));
    }

    /// <summary>The end: everything fails, now and later.</summary>
    public void Close(SwsClosedException error)
    {
        OutboxEntry[] lost;
        lock (_lock)
        {
            _closed ??= error;
            lost = [.. _entries, .. _waiting];
            Array.ForEach(lost, entry => Remove(entry.Node!));
        }

        Array.ForEach(lost, entry => entry.Fail(error));
    }

    private void Admit()
    {
        while (_taken < capacity && _waiting.First is { } node)
        {
            _waiting.Remove(node);
            Append(node.Value);
        }
    }

    private void Append(OutboxEntry entry)
    {
        entry.Node = _entries.AddLast(entry);
        _next ??= entry.Node;
        _taken += entry.HoldsPlace ? 1 : 0;
        if (entry.Kind is not (OutboxKind.Invoke or OutboxKind.Reply))
        {
            entry.AckId = ++_lastAckId;
            _byAckId.Add(entry.AckId, entry);
        }

        _signal.Writer.TryWrite(true);
    }

    private void Cancel(OutboxEntry entry, CancellationToken cancellationToken)
    {
        Withdraw(entry);
        entry.Cancel(cancellationToken);
    }

    /// <summary>From wherever it is. Followed by <see cref="Admit"/>, unless nobody is to follow.</summary>
    private void Remove(LinkedListNode<OutboxEntry> node)
    {
        var entry = node.Value;
        entry.Node = null;
        if (node.List == _waiting)
        {
            _waiting.Remove(node);
            return;
        }

        if (ReferenceEquals(_next, node))
        {
            _next = node.Next;
        }

        _entries.Remove(node);
        _byAckId.Remove(entry.AckId);
        _taken -= entry.HoldsPlace ? 1 : 0;
    }

    private void ThrowIfClosed()
    {
        if (_closed is { } closed)
        {
            // A new one: an exception object shared by several throws would collect all their stack traces.
            throw new SwsClosedException(closed.CloseStatus, closed.InnerException);
        }
    }
}
