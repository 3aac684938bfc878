namespace Sws.Gateway.Hosting;

/// <summary>
/// Gives memory back once this process has become quiet. The runtime collects only while something allocates: a node that took thousands of
/// clients, and only keeps them from then on, has what their handshakes left behind for hours. Why, and what it saves:
/// docs/adr/0024-memory-of-a-quiet-node.md.
/// </summary>
internal sealed partial class QuietMemory(IHeap heap, TimeProvider time, ILogger<QuietMemory> logger) : IHostedService, IDisposable
{
    /// <summary>How often to look.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>What may be allocated between two looks by a process that is quiet: 200 kB a second, three times what an idle one does.</summary>
    public const long QuietBytes = 2 * 1024 * 1024;

    /// <summary>How many looks in a row must find it quiet: what comes behind is dearer for two or three seconds, so not in every pause.</summary>
    public const int QuietLooks = 3;

    /// <summary>What must have been allocated since the last time for another: some 4000 handshakes, or half an hour without anything.</summary>
    public const long WorthBytes = 128 * 1024 * 1024;

    /// <summary>The largest heap that is touched. Moving it takes up to 2 ms a MiB, for which the node stands still: less than others notice.</summary>
    public const long MaxHeapBytes = 384 * 1024 * 1024;

    private ITimer? _timer;
    private int _quietLooks;
    private long _allocatedAtLook;
    private long _allocatedAtLast;

    /// <summary>Gives back, if this is the moment.</summary>
    internal void Look()
    {
        long allocated = heap.AllocatedBytes;
        _quietLooks = allocated - _allocatedAtLook <= QuietBytes ? _quietLooks + 1 : 0;
        _allocatedAtLook = allocated;
        if (_quietLooks < QuietLooks || allocated - _allocatedAtLast < WorthBytes || heap.HeapBytes > MaxHeapBytes)
        {
            return;
        }

        long before = heap.ResidentBytes;
        long began = time.GetTimestamp();
        heap.GiveBack();
        _allocatedAtLast = allocated;
        LogGivenBack(logger, (before - heap.ResidentBytes) / (1024 * 1024), (long)time.GetElapsedTime(began).TotalMilliseconds);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static memory => ((QuietMemory)memory!).Look(), this, Interval, Interval);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();
}
