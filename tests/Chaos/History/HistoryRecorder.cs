namespace Sws.Chaos.History;

/// <summary>Takes down events from all clients of a round. One lock gives one order, so time never goes back.</summary>
internal sealed class HistoryRecorder(TimeProvider time)
{
    /// <summary>Some 300 bytes each: a round that records more is broken, and must not take the machine with it.</summary>
    private const int MaxEvents = 5_000_000;

    private readonly Lock _lock = new();
    private readonly List<HistoryEvent> _events = [];
    private readonly long _started = time.GetTimestamp();
    private long _lastMessage;

    /// <summary>A message id that nobody has.</summary>
    public long NextMessage() => Interlocked.Increment(ref _lastMessage);

    /// <summary>Takes an event down, with the time that it is now.</summary>
    public void Add(EventKind kind, string client, Func<HistoryEvent, HistoryEvent>? fill = null)
    {
        lock (_lock)
        {
            if (_events.Count == MaxEvents)
            {
                throw new InvalidOperationException($"The history of this round has {MaxEvents} events; publish less, or make rounds shorter.");
            }

            var happened = new HistoryEvent((long)time.GetElapsedTime(_started).TotalMicroseconds, kind, client);
            _events.Add(fill is null ? happened : fill(happened));
        }
    }

    /// <summary>What has happened so far.</summary>
    public HistoryEvent[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _events];
        }
    }
}
