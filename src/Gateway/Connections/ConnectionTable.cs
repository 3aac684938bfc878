using System.Collections.Concurrent;
using Sws.Protocol;
using Sws.Protocol.WebSockets;

namespace Sws.Gateway.Connections;

/// <summary>
/// All sockets of this edge, and the one timer that watches over them: deadlines, pings, silence. A timer per connection
/// would cost more memory than the rest of an idle connection's bookkeeping.
/// </summary>
internal sealed class ConnectionTable : IDisposable
{
    // Short enough that a handshake's deadline of 2 s is kept to within 5 %.
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(100);

    // A look at an idle connection is a cache miss: at 100 ms a third of an idle edge's CPU. Once a second is enough for pings.
    private const int SweepsPerFullSweep = 10;

    private readonly ConcurrentDictionary<SwsConnection, byte> _connections = new();
    private readonly ConcurrentDictionary<SwsConnection, byte> _unauthorised = new();
    private readonly ConnectionTimeouts _timeouts;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _trafficGate = new();
    private Traffic _ended;
    private Traffic _reported;
    private int _sweeping;
    private int _sweeps;

    public ConnectionTable(ConnectionTimeouts timeouts, TimeProvider time)
    {
        _timeouts = timeouts;
        _time = time;
        _timer = time.CreateTimer(static table => ((ConnectionTable)table!).Sweep(), this, SweepInterval, SweepInterval);
    }

    /// <summary>How many sockets there are.</summary>
    public int Count => _connections.Count;

    /// <summary>Milliseconds of a clock that never goes back.</summary>
    public long NowMs => ToMs(_time.GetTimestamp());

    /// <summary>A timestamp of the time provider as milliseconds of that clock.</summary>
    public long ToMs(long timestamp) => timestamp / (_time.TimestampFrequency / 1000);

    /// <summary>All sockets; a moving picture.</summary>
    public IEnumerable<SwsConnection> All => _connections.Select(entry => entry.Key);

    public void Add(SwsConnection connection)
    {
        _unauthorised.TryAdd(connection, 0);
        _connections.TryAdd(connection, 0);
    }

    /// <summary>The client has a session now: its deadlines are not as tight any more.</summary>
    public void Authorised(SwsConnection connection) => _unauthorised.TryRemove(connection, out _);

    public void Remove(SwsConnection connection)
    {
        _unauthorised.TryRemove(connection, out _);
        lock (_trafficGate)
        {
            if (_connections.TryRemove(connection, out _))
            {
                _ended += connection.Traffic;
            }
        }
    }

    /// <summary>What went over all sockets, those that have ended included. Never less than before.</summary>
    public Traffic Traffic()
    {
        lock (_trafficGate)
        {
            Traffic sum = _ended;
            foreach (KeyValuePair<SwsConnection, byte> entry in _connections)
            {
                sum += entry.Key.Traffic;
            }

            return _reported = Connections.Traffic.Max(_reported, sum);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Sweep()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) == 1)
        {
            return;
        }

        try
        {
            long now = NowMs;
            foreach (KeyValuePair<SwsConnection, byte> entry in ++_sweeps % SweepsPerFullSweep == 0 ? _connections : _unauthorised)
            {
                Sweep(entry.Key, now);
            }
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    private void Sweep(SwsConnection connection, long now)
    {
        if (now >= connection.DeadlineMs)
        {
            if (connection.DeadlineReason is { } reason)
            {
                // Told once; if that does not end it within the grace time, it is cut.
                connection.DeadlineReason = null;
                connection.DeadlineMs = now + (long)_timeouts.CloseGrace.TotalMilliseconds;
                connection.RequestClose(reason);
            }
            else
            {
                connection.Abort();
            }

            return;
        }

        if (connection.Opener is null)
        {
            return;
        }

        if (connection.IsBusy)
        {
            connection.Loop?.ReadAhead();
            return;
        }

        long stalledSince = connection.StalledSinceMs;
        bool stalled = stalledSince != 0;
        long silence = now - (stalled ? stalledSince : connection.LastReceivedMs);
        if (silence >= _timeouts.DeadAfter.TotalMilliseconds)
        {
            connection.DeadlineMs = now + (long)_timeouts.CloseGrace.TotalMilliseconds;
            connection.RequestClose(stalled ? CloseReason.SlowConsumer : CloseReason.IdleTimeout);
        }
        else if (!stalled
            && silence >= _timeouts.PingInterval.TotalMilliseconds
            && now - connection.LastPingMs >= _timeouts.PingInterval.TotalMilliseconds)
        {
            connection.LastPingMs = now;
            connection.Output.WriteFrame(WebSocketOpcode.Ping, []);
            connection.Output.Flush();
        }
    }
}
