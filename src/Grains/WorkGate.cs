namespace Sws.Grains;

/// <summary>Counts what is under way, and lets nothing more begin once it is closed.</summary>
internal sealed class WorkGate
{
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _underWay;
    private int _isClosed;

    /// <summary>Begins; follow with <see cref="Exit"/> unless this is false.</summary>
    public bool TryEnter()
    {
        Interlocked.Increment(ref _underWay);
        if (Volatile.Read(ref _isClosed) == 0)
        {
            return true;
        }

        Exit();
        return false;
    }

    public void Exit()
    {
        if (Interlocked.Decrement(ref _underWay) == 0 && Volatile.Read(ref _isClosed) != 0)
        {
            _idle.TrySetResult();
        }
    }

    /// <summary>Completes when nothing is under way any more.</summary>
    public Task CloseAsync()
    {
        // A full fence between the two: either this sees what entered, or that sees the gate closed.
        Interlocked.Exchange(ref _isClosed, 1);
        if (Interlocked.Read(ref _underWay) == 0)
        {
            _idle.TrySetResult();
        }

        return _idle.Task;
    }
}
