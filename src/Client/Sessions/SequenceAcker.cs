using Sws.Protocol.Messaging;

namespace Sws.Client.Sessions;

/// <summary>
/// Tells the server how far this client has received, cumulatively: 100 ms after the first unacknowledged message, or at once after
/// 100 of them or 128 KiB. Drops what comes again after a recovery.
/// </summary>
internal sealed class SequenceAcker : IDisposable
{
    /// <summary>A tenth of the 1000 messages that the gateway keeps, so that an acknowledgement is under way long before they run out.</summary>
    private const int MaxUnacked = 100;

    /// <summary>An eighth of the 1 MiB that the gateway keeps.</summary>
    private const int MaxUnackedBytes = 128 * 1024;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FinishTimeout = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly IMessageCodec _codec;
    private readonly Func<bool> _hasRoom;
    private readonly ITimer _timer;
    private SwsConnection? _connection;
    private ulong _received;
    private ulong _acked;
    private int _unacked;
    private long _unackedBytes;
    private bool _armed;
    private bool _sending;

    /// <param name="time">The clock.</param>
    /// <param name="codec">Encodes the acknowledgement.</param>
    /// <param name="hasRoom">False while the application is too far behind for the server to forget anything.</param>
    public SequenceAcker(TimeProvider time, IMessageCodec codec, Func<bool> hasRoom)
    {
        _codec = codec;
        _hasRoom = hasRoom;
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins a session on a new connection.</summary>
    public void Start(SwsConnection connection)
    {
        lock (_lock)
        {
            (_connection, _received, _acked, _unacked, _unackedBytes) = (connection, 0, 0, 0, 0);
        }
    }

    /// <summary>Continues the session on another connection: tells it at once how far this client is, so that less is sent again.</summary>
    public void Resume(SwsConnection connection)
    {
        lock (_lock)
        {
            _connection = connection;
            _acked = 0;
        }

        Send();
    }

    /// <summary>
    /// Says for the last time how far this client is, for one that will not come back: what its user's inbox keeps until then
    /// would be sent to the next. A server that does not read is not waited for.
    /// </summary>
    public Task FinishAsync()
    {
        SwsConnection? connection;
        ulong position;
        lock (_lock)
        {
            (connection, position) = (_connection, _received);
            if (connection is null || position == _acked || !_hasRoom())
            {
                return Task.CompletedTask;
            }

            _acked = position;
        }

        return Task.WhenAny(SendAsync(connection, position), Task.Delay(FinishTimeout, TimeProvider.System));
    }

    /// <summary>Says no more on a connection that has ended.</summary>
    public void Detach()
    {
        lock (_lock)
        {
            _connection = null;
        }
    }

    /// <summary>Whether a message is new. One that is not still has to be acknowledged: the server did not know.</summary>
    public bool IsNew(ulong sequenceId)
    {
        lock (_lock)
        {
            if (sequenceId > _received)
            {
                return true;
            }

            _acked = 0;
            Arm();
            return false;
        }
    }

    /// <summary>A new message is safely in this client's hands.</summary>
    public void Received(ulong sequenceId, int bytes)
    {
        bool now;
        lock (_lock)
        {
            _received = sequenceId;
            _unackedBytes += bytes;
            now = ++_unacked >= MaxUnacked || _unackedBytes >= MaxUnackedBytes;
            Arm();
        }

        if (now)
        {
            Send();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void OnTimer()
    {
        lock (_lock)
        {
            _armed = false;
        }

        Send();
    }

    private void Send()
    {
        SwsConnection connection;
        ulong position;
        lock (_lock)
        {
            if (_connection is null || _received == _acked)
            {
                return;
            }

            if (_sending || !_hasRoom())
            {
                // Later; how much later does not matter to a client that is behind anyway.
                Arm();
                return;
            }

            _sending = true;
            (connection, position) = (_connection, _received);
            (_acked, _unacked, _unackedBytes) = (_received, 0, 0);
        }

        _ = SendAsync(connection, position);
    }

    /// <summary>Never awaited by the reading loop: a server that is not reading for the moment must not keep this client from reading.</summary>
    private async Task SendAsync(SwsConnection connection, ulong position)
    {
        try
        {
            await connection.SendAsync(_codec.EncodeClient(new SequenceAck(position)));
        }
        catch (SwsClosedException)
        {
            // The next connection starts by saying it again.
        }
        finally
        {
            lock (_lock)
            {
                _sending = false;
            }
        }
    }

    private void Arm()
    {
        if (!_armed)
        {
            _armed = true;
            _timer.Change(Delay, Timeout.InfiniteTimeSpan);
        }
    }
}
