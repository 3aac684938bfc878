using System.Threading.Channels;
using Sws.Protocol.Messaging;

namespace Sws.Client.Sessions;

/// <summary>
/// Everything to be sent that must survive a connection, in order. One writer per connection takes from it; entries with an ack id stay
/// until they are answered, and are written again on the connection that continues the session.
/// </summary>
/// <remarks>Messages are encoded under the lock, when they are written: a cancelled call may reuse its buffer as soon as it has returned.</remarks>
internal sealed class Outbox : IDisposable
{
    private readonly int _capacity;
    private readonly Resends _resends;
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

    /// <param name="capacity">See <see cref="SwsClientOptions.MaxPendingSends"/>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="resendFor">See <see cref="SwsClientOptions.ResendFor"/>.</param>
    public Outbox(int capacity, TimeProvider time, TimeSpan resendFor)
    {
        _capacity = capacity;
        _resends = new Resends(time, resendFor, OnResendDue);
    }

    /// <summary>Joins or leaves a group: waits for a place, then for the answer.</summary>
    public Task<AckResult> ChangeMembershipAsync(
        Func<ulong, ClientMessage> create, Func<ClientMessage, Ack, ValueTask> onAck, CancellationToken cancellationToken)
        => SendAsync(new OutboxEntry(OutboxKind.Membership, create, onAck) { HoldsPlace = true }, cancellationToken);

    /// <summary>Sends a message to others: waits for a place, then for the answer.</summary>
    public Task<AckResult> PublishAsync(Recipient recipient, Func<ulong, ClientMessage> create, CancellationToken cancellationToken)
        => SendAsync(new OutboxEntry(OutboxKind.Publish, create) { HoldsPlace = true, Recipient = recipient }, cancellationToken);

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
            while (bytes is null && FindNext() is { } node)
            {
                var entry = node.Value;
                if (!_resends.HasExpired(entry, out var error) && entry.TryWrite(codec, maxBytes, out bytes, out error))
                {
                    NoteWritten(node);
                }
                else
                {
                    (refused ??= []).Add((entry, error));
                }

                if (error is not null || entry.AckId == 0)
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

    /// <summary>Finds and forgets the entry that an answer belongs to; null when nobody waits for it any more, or it is sent again.</summary>
    public OutboxEntry? Answer(Ack ack)
    {
        lock (_lock)
        {
            if (!_byAckId.TryGetValue(ack.AckId, out var entry) || _resends.TryAdd(entry, ack))
            {
                return null;
            }

            Remove(entry.Node!);
            Admit();
            return entry;
        }
    }

    /// <summary>A new connection continues the session: what was not answered is written again, with the same ids.</summary>
    public void Rewind()
    {
        lock (_lock)
        {
            foreach (var entry in _entries)
            {
                entry.Rewind();
            }

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

    public void Dispose() => _resends.Dispose();

    private async Task<AckResult> SendAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
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

    private void OnResendDue()
    {
        lock (_lock)
        {
            _resends.Release();
            _next = _entries.First;
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>The first entry that is to be written now.</summary>
    private LinkedListNode<OutboxEntry>? FindNext()
    {
        // Everything before _next has been sent. What is sent again, or waits for that, leaves gaps: then it stays where it is.
        var node = _next;
        while (node is not null && (node.Value.Sent || _resends.Bars(node.Value)))
        {
            node = node.Next;
            _next = _resends.IsEmpty ? node : _next;
        }

        return node;
    }

    /// <summary>From now on what was sent to the same recipient before would come behind this, were it sent again.</summary>
    private void NoteWritten(LinkedListNode<OutboxEntry> node)
    {
        var entry = node.Value;
        _resends.Written(entry);
        if (entry.Recipient is null)
        {
            return;
        }

        // The last one to that recipient only: those before it are noted already, by that one.
        var earlier = node.Previous;
        while (earlier is not null && earlier.Value.Recipient != entry.Recipient)
        {
            earlier = earlier.Previous;
        }

        if (earlier is not null)
        {
            earlier.Value.IsFollowed = true;
        }
    }

    private void Admit()
    {
        while (_taken < _capacity && _waiting.First is { } node)
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
        if (_resends.Remove(entry))
        {
            _signal.Writer.TryWrite(true);
        }
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
