using Sws.Gateway.Connections;
using Sws.Grains;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Interfaces.Users;
using Sws.Grains.Trust;
using Sws.Protocol;
using Sws.Protocol.Messaging;
using DirectMessage = Sws.Grains.Interfaces.Sessions.DirectMessage;
using GroupMessage = Sws.Grains.Interfaces.Groups.GroupMessage;

namespace Sws.Gateway.Sessions;

/// <summary>One session as its edge holds it: what it is owed, the groups it is in, and its socket while it has one.</summary>
internal sealed partial class EdgeSession
{
    private readonly Lock _gate = new();
    private SessionOpen _open;
    private AckIdSet? _ackIds;
    private RecentNumbers? _recent;
    private SwsConnection? _connection;
    private long _generation = 1;
    private bool _ended;
    private long _lastSnapshot;
    private int _work;
    private TaskCompletionSource? _idle;
    private Task<SessionTail?>? _givingUp;

    public EdgeSession(string connectionId, SessionOpen open, IMessageCodec? codec, ISessionGrain grain, SendQueueLimits limits)
    {
        ConnectionId = connectionId;
        _open = open;
        Codec = codec;
        Grain = grain;
        Queue = new SendQueue(codec, limits);
    }

    public string ConnectionId { get; }

    public string Hub => _open.Hub;

    public ClientIdentity Identity => _open.Identity;

    /// <summary>What is watched of the client's certificate while the session lives; null without one. One writer: the socket's own start.</summary>
    public CertificateFacts? Certificate { get; set; }

    /// <summary>The codec of the session's protocol; null for a simple client.</summary>
    public IMessageCodec? Codec { get; }

    public ISessionGrain Grain { get; }

    public SendQueue Queue { get; }

    /// <summary>The way here from another edge, when the session came on one.</summary>
    public SessionTakeover? Takeover { get; init; }

    /// <summary>Whether grains may count on this edge for the session: not while it is on its way here.</summary>
    public bool HasBegun => Takeover is null || (Takeover.Completed.IsCompletedSuccessfully && Takeover.Completed.Result);

    /// <summary>Whether something that the session was owed could not be kept: it cannot be recovered.</summary>
    public bool IsBroken { get; private set; }

    public string? UserId { get; private set; }

    /// <summary>The bucket of <see cref="UserId"/> in the user directory, -1 before there is one. Kept: when a silo dies, each of the buckets asks for its users.</summary>
    public int Bucket { get; private set; } = -1;

    public string? RecoveryToken { get; private set; }

    /// <summary>Attach number; see <see cref="SessionOpened.Generation"/>.</summary>
    public long Generation => Volatile.Read(ref _generation);

    /// <summary>The attach number of a socket; 0, which no grain accepts, for one that has the session no more.</summary>
    public long GenerationOf(SwsConnection connection)
    {
        lock (_gate)
        {
            return _connection == connection ? _generation : 0;
        }
    }

    /// <summary>When the socket was lost, in the sweep's milliseconds; <see cref="long.MaxValue"/> while there is one.</summary>
    public long DetachedAtMs { get; private set; } = long.MaxValue;

    /// <summary>Whether the session waits for its client to come back.</summary>
    public bool IsAway => DetachedAtMs != long.MaxValue;

    /// <summary>The last message of the user's inbox that was queued here, or at the edge that the session comes from.</summary>
    public InboxPosition? Inbox { get; set; }

    /// <summary>The outbox position last reported to the grain.</summary>
    public long ReportedOutboxId { get; set; }

    /// <summary>
    /// Keeps an ackId that was carried out, for a grain that must be refilled. Locked: a replaced socket's loop may still
    /// finish its batch while the new one's runs.
    /// </summary>
    public void CarriedOut(ulong ackId)
    {
        lock (_gate)
        {
            (_ackIds ??= new AckIdSet()).Add(ackId);
        }
    }

    /// <summary>Whether an ackId was carried out and answered.</summary>
    public bool HasCarriedOut(ulong ackId)
    {
        lock (_gate)
        {
            return _ackIds?.Contains(ackId) == true;
        }
    }

    public void Opened(string? userId, string? recoveryToken)
    {
        UserId = userId;
        Bucket = userId is null ? -1 : UserBucket.Of(userId);
        RecoveryToken = recoveryToken;
    }

    /// <summary>Gives the session up, once; who asks again gets the same tail.</summary>
    public Task<SessionTail?> GiveUpOnce(Func<Task<SessionTail?>> giveUp)
    {
        lock (_gate)
        {
            return _givingUp ??= giveUp();
        }
    }

    /// <summary>Commands are on their way to the grain, or their results to the queue. Follow with <see cref="EndWork"/>.</summary>
    public void BeginWork()
    {
        lock (_gate)
        {
            _work++;
        }
    }

    public void EndWork()
    {
        lock (_gate)
        {
            if (--_work == 0)
            {
                _idle?.TrySetResult();
            }
        }
    }

    /// <summary>Completes when no commands are on their way.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
        {
            return _work == 0 ? Task.CompletedTask : (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>The client came back and proved itself again, with a renewed certificate perhaps: its grain is refilled with that.</summary>
    public void Renew(ClientIdentity identity)
    {
        lock (_gate)
        {
            _open = _open with { Identity = identity };
        }
    }

    /// <summary>Gives the session a socket; a former one is told that it was replaced.</summary>
    /// <returns>False when the session has ended meanwhile.</returns>
    public bool TryAttach(SwsConnection connection, long generation, ReadOnlyMemory<byte> greeting)
    {
        lock (_gate)
        {
            if (_ended || IsBroken)
            {
                return false;
            }

            _connection?.RequestClose(CloseReason.SessionReplaced);
            _connection = connection;
            DetachedAtMs = long.MaxValue;
            Volatile.Write(ref _generation, generation);
            Queue.Attach(connection.Output, greeting);
            return true;
        }
    }

    /// <summary>The socket is gone.</summary>
    /// <returns>False when another socket has the session already.</returns>
    public bool TryDetach(SwsConnection connection, long nowMs)
    {
        lock (_gate)
        {
            if (_connection != connection)
            {
                return false;
            }

            _connection = null;
            DetachedAtMs = nowMs;
            Queue.Detach(connection.Output);
            return true;
        }
    }

    /// <summary>Ends the session unless a socket holds it or it has ended before.</summary>
    /// <param name="connection">The socket that ends it; null when it ends for want of one.</param>
    public bool TryEnd(SwsConnection? connection)
    {
        lock (_gate)
        {
            if (_ended || _connection != connection)
            {
                return false;
            }

            _ended = true;
            _connection = null;
            return true;
        }
    }

    /// <summary>Ends the session whatever holds it, and tells its socket why.</summary>
    public void ForceEnd(CloseReason reason)
    {
        lock (_gate)
        {
            _ended = true;
            _connection?.RequestClose(reason);
            _connection = null;
        }
    }

    /// <summary>Closes the socket, if there is one; the session can be recovered when the reason allows it.</summary>
    public void CloseSocket(CloseReason reason)
    {
        lock (_gate)
        {
            _connection?.RequestClose(reason);
        }
    }

    /// <summary>
    /// Something is missing that the session was owed: it loses its socket, and cannot be recovered. It stays until its client
    /// has heard of that, or does not come back: its grain still has what was addressed to it.
    /// </summary>
    public void Break(CloseReason reason)
    {
        // At once for whoever takes the tail: an empty queue must not pass for one in which nothing waited.
        lock (_gate)
        {
            IsBroken = true;
            Queue.Clear();
            CloseSocket(reason);
        }
    }

    /// <summary>Queues an encoded message. A session that is owed too much is broken: it would miss what found no room.</summary>
    public void Enqueue(ReadOnlyMemory<byte> body, bool sequenced, long outboxId = 0)
    {
        if (!IsBroken && !Queue.TryEnqueue(body, sequenced, outboxId))
        {
            Break(CloseReason.SlowConsumer);
        }
    }

    /// <summary>Queues a group's message, or keeps it while the session is on its way here.</summary>
    public void Deliver(LocalGroup group, string epoch, GroupMessage message, EncodedMessage encoded)
    {
        // First, since what the session had before is not known until it is here.
        if (Takeover?.TryHold(group.Name, epoch, message, encoded.For(Codec)) == true)
        {
            return;
        }

        if ((_holds is null || !IsHeld(group.Name, message.Offset))
            && (_seen is null || !HasSeen(group.Name, epoch, message.Offset, message.Producer, message.Number)))
        {
            Enqueue(encoded.For(Codec), sequenced: true);
        }
    }

    /// <summary>
    /// Queues a message that is addressed to this session. Messages come in order, one call at a time. A numbered one comes
    /// again when the silos of its sender and of this session's grain died with it under way.
    /// </summary>
    public void Deliver(DirectMessage message)
    {
        // The place in the inbox and the queue's last id are of one message, for whoever reads both.
        lock (_gate)
        {
            if (message.OutboxId <= Queue.LastOutboxId)
            {
                // It is here; or comes from a memory of the grain that is gone, late, and whoever sent it sends it again.
                return;
            }

            if (message.Content is ClientData sent && !IsNew(sent))
            {
                Queue.Pass(message.OutboxId);
            }
            else if (Codec is { } codec)
            {
                ServerMessage translated = MessageTranslator.ToServer(message);
                Enqueue(codec.Encode(translated), translated.IsSequenced, message.OutboxId);
            }
            else if (message.Content is ClientData data)
            {
                Enqueue(data.Data.Bytes, sequenced: false, message.OutboxId);
            }
        }
    }

    /// <summary>Empties the session into a tail for another edge.</summary>
    /// <param name="offsets">The positions of its groups.</param>
    /// <param name="seen">The numbered messages that it has had in them lately, here.</param>
    /// <returns>Null when the session is broken.</returns>
    public SessionTail? TakeTail(IReadOnlyList<GroupOffset> offsets, IReadOnlyList<ProducerNumbers> seen)
    {
        lock (_gate)
        {
            if (IsBroken)
            {
                return null;
            }

            List<ProducerNumbers>? direct = null;
            if (_recent is { } recent)
            {
                direct = [];
                recent.CopyTo(direct, SeenBefore.MaxProducers, SeenBefore.MaxRuns);
            }

            return Queue.TakeTail(offsets) with { Inbox = Inbox, Seen = WithSeenBefore(seen), SeenDirect = direct, LastSnapshot = _lastSnapshot };
        }
    }

    /// <summary>Refills the session's grain, which has lost its memory.</summary>
    public ValueTask<SessionStatus> RestoreGrainAsync(CancellationToken cancellationToken = default) => Grain.RestoreAsync(Snapshot(), cancellationToken);

    /// <summary>What an operator sees of this session.</summary>
    public SessionSummary Summary(string edgeId) => new(
        ConnectionId, Hub, UserId, edgeId, !IsAway, Generation, Codec?.Name, Identity.Version, Identity.PublicKey, Identity.RemoteAddress,
        Certificate?.Fingerprint, Certificate?.NotAfterMs ?? 0);

    private bool IsNew(ClientData data)
    {
        if (data.Inbox is not { } place)
        {
            return data.Producer is not { } producer || (_recent ??= new RecentNumbers(TimeProvider.System)).TryTake(producer, data.Number);
        }

        bool isNew = Inbox?.Has(place) != true;
        Inbox = isNew ? place : Inbox;
        return isNew;
    }

    /// <summary>What a grain needs to know of this session.</summary>
    public SessionSnapshot Snapshot()
    {
        lock (_gate)
        {
            GroupMembership[] groups = _groups is null ? [] : [.. _groups.Select(entry => new GroupMembership(entry.Key.Name, entry.Value))];
            return new SessionSnapshot(
                _open, _generation, UserId!, RecoveryToken, groups, _ackIds?.ToRanges() ?? [], Queue.LastOutboxId, _connection is not null, Inbox,
                ++_lastSnapshot);
        }
    }
}
