using Sws.Gateway.Diagnostics;

namespace Sws.Gateway.Connections;

/// <summary>
/// Releases outputs when their hold-back ends. All of one kind wait equally long, so two queues in order of arrival and
/// one timer serve any number of connections.
/// </summary>
internal sealed class HoldQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<(ConnectionOutput Output, long DueMs)> _clients = new();
    private readonly Queue<(ConnectionOutput Output, long DueMs)> _browsers = new();
    private readonly ConnectionTimeouts _timeouts;
    private readonly ConnectionMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _armedMs = long.MaxValue;

    public HoldQueue(ConnectionTimeouts timeouts, ConnectionMetrics metrics, TimeProvider time)
    {
        _metrics = metrics;
        _timeouts = timeouts;
        _time = time;
        _timer = time.CreateTimer(static queue => ((HoldQueue)queue!).ReleaseDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private long NowMs => _time.GetTimestamp() / (_time.TimestampFrequency / 1000);

    /// <summary>Releases an output after its hold-back.</summary>
    /// <param name="output">The output.</param>
    /// <param name="isBrowser">Whether the peer is a browser.</param>
    public void Add(ConnectionOutput output, bool isBrowser)
    {
        TimeSpan hold = isBrowser ? _timeouts.BrowserHold : _timeouts.Hold;
        lock (_gate)
        {
            (isBrowser ? _browsers : _clients).Enqueue((output, NowMs + (long)hold.TotalMilliseconds));
            ArmLocked();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void ReleaseDue()
    {
        List<ConnectionOutput> due = [];
        lock (_gate)
        {
            _armedMs = long.MaxValue;
            long now = NowMs;
            TakeDue(_clients, now, due);
            TakeDue(_browsers, now, due);
            ArmLocked();
        }

        foreach (ConnectionOutput output in due)
        {
            _metrics.HoldEnded(byClient: !output.IsHeld);
            output.Release();
        }
    }

    private static void TakeDue(Queue<(ConnectionOutput Output, long DueMs)> queue, long now, List<ConnectionOutput> due)
    {
        // What was released by the client's first record is passed over; it only sits in the queue for its hold time.
        while (queue.TryPeek(out (ConnectionOutput Output, long DueMs) first) && (first.DueMs <= now || !first.Output.IsHeld))
        {
            due.Add(queue.Dequeue().Output);
        }
    }

    private void ArmLocked()
    {
        long due = Math.Min(
            _clients.TryPeek(out (ConnectionOutput Output, long DueMs) client) ? client.DueMs : long.MaxValue,
            _browsers.TryPeek(out (ConnectionOutput Output, long DueMs) browser) ? browser.DueMs : long.MaxValue);
        if (due >= _armedMs)
        {
            return;
        }

        // A client that comes after a browser is due before it.
        _armedMs = due;
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, due - NowMs)), Timeout.InfiniteTimeSpan);
    }
}
