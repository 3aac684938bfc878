namespace Sws.Grains.Edges;

/// <summary>
/// How much this silo has under way to one edge, over all groups. Publishers wait while it is full, so that a slow edge
/// slows its publishers down instead of filling the silo's memory.
/// </summary>
internal sealed class EdgeWindow
{
    // A message may be 1 MiB: eight of the largest, or thousands of usual ones, keep a connection busy for as long as the
    // round trip takes.
    private const long MaxBytes = 8 * 1024 * 1024;
    private const int MaxMessages = 8192;

    private readonly Lock _gate = new();
    private long _bytes;
    private int _messages;
    private TaskCompletionSource? _room;

    /// <summary>Completes when there is room. A caller may have to wait again: others may have been faster.</summary>
    public Task Room
    {
        get
        {
            lock (_gate)
            {
                return HasRoom ? Task.CompletedTask : (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    private bool HasRoom => _bytes < MaxBytes && _messages < MaxMessages;

    /// <summary>Counts messages that are under way now. May go past the limit by one publish.</summary>
    public void Take(int messages, long bytes)
    {
        lock (_gate)
        {
            _messages += messages;
            _bytes += bytes;
        }
    }

    /// <summary>The edge has taken messages over, or never will.</summary>
    public void Release(int messages, long bytes)
    {
        lock (_gate)
        {
            _messages -= messages;
            _bytes -= bytes;
            if (HasRoom)
            {
                _room?.SetResult();
                _room = null;
            }
        }
    }
}
