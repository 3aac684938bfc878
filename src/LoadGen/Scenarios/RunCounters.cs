namespace Sws.LoadGen.Scenarios;

/// <summary>Counts of one worker, from any thread. Messages count when they were due in the measured part.</summary>
internal sealed class RunCounters
{
    private long _sent;
    private long _unsent;
    private long _received;
    private long _acked;
    private long _late;
    private long _outstanding;
    private long _opened;
    private long _failed;
    private long _handshakes;

    /// <summary>Messages sent in the measured part.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Messages due in the measured part that could not be sent.</summary>
    public long Unsent => Volatile.Read(ref _unsent);

    /// <summary>First copies received of messages of the measured part.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Acknowledgements received of messages of the measured part.</summary>
    public long Acked => Volatile.Read(ref _acked);

    /// <summary>Messages slower than the late bound.</summary>
    public long Late => Volatile.Read(ref _late);

    /// <summary>Deliveries awaited, warm-up included.</summary>
    public long Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>Connections opened.</summary>
    public long Opened => Volatile.Read(ref _opened);

    /// <summary>Connections that failed to open.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Handshakes timed: not those of the warm-up.</summary>
    public long Handshakes => Volatile.Read(ref _handshakes);

    /// <summary>A message was sent; so many deliveries of it are awaited.</summary>
    public void CountSent(bool measured, int deliveries)
    {
        Interlocked.Add(ref _outstanding, deliveries);
        if (measured)
        {
            Interlocked.Increment(ref _sent);
        }
    }

    /// <summary>Takes back <see cref="CountSent"/>.</summary>
    public void CountNotSent(bool measured, int deliveries)
    {
        Interlocked.Add(ref _outstanding, -deliveries);
        if (measured)
        {
            Interlocked.Decrement(ref _sent);
        }
    }

    /// <summary>A message of the measured part could not be sent.</summary>
    public void CountUnsent() => Interlocked.Increment(ref _unsent);

    /// <summary>The first copy of a message arrived.</summary>
    public void CountReceived(bool measured, bool late)
    {
        Interlocked.Decrement(ref _outstanding);
        if (measured)
        {
            Interlocked.Increment(ref _received);
        }

        if (measured && late)
        {
            Interlocked.Increment(ref _late);
        }
    }

    /// <summary>The server acknowledged a message.</summary>
    public void CountAcked(bool measured)
    {
        if (measured)
        {
            Interlocked.Increment(ref _acked);
        }
    }

    /// <summary>A connection opened.</summary>
    public void CountOpened() => Interlocked.Increment(ref _opened);

    /// <summary>A handshake was timed.</summary>
    public void CountHandshake() => Interlocked.Increment(ref _handshakes);

    /// <summary>A connection failed to open.</summary>
    public void CountFailed() => Interlocked.Increment(ref _failed);
}
