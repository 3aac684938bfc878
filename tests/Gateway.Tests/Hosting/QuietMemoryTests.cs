using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sws.Gateway.Hosting;

namespace Sws.Gateway.Tests.Hosting;

public sealed class QuietMemoryTests
{
    private readonly CountingHeap _heap = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Look_QuietAfterMuchWasAllocated_GivesBackOnce()
    {
        using QuietMemory memory = Create();
        Look(memory, QuietMemory.WorthBytes);
        for (int look = 1; look < QuietMemory.QuietLooks; look++)
        {
            Look(memory, QuietMemory.QuietBytes);
            Assert.Equal(0, _heap.GivenBack);
        }

        Look(memory, QuietMemory.QuietBytes);
        Assert.Equal(1, _heap.GivenBack);

        Look(memory, QuietMemory.QuietBytes);
        Assert.Equal(1, _heap.GivenBack);
    }

    [Fact]
    public void Look_PausesThatAreTooShort_LeavesItAlone()
    {
        using QuietMemory memory = Create();
        for (int burst = 0; burst < 10; burst++)
        {
            Look(memory, QuietMemory.WorthBytes);
            Look(memory, 0, times: QuietMemory.QuietLooks - 1);
        }

        Assert.Equal(0, _heap.GivenBack);
    }

    [Fact]
    public void Look_BusyForLong_LeavesItAlone()
    {
        using QuietMemory memory = Create();
        for (int look = 0; look < 1000; look++)
        {
            Look(memory, QuietMemory.QuietBytes + 1);
        }

        Assert.Equal(0, _heap.GivenBack);
    }

    [Fact]
    public void Look_LittleWasAllocatedSinceTheLastTime_LeavesItAlone()
    {
        using QuietMemory memory = Create();
        Look(memory, QuietMemory.WorthBytes - 1);
        Look(memory, 0, QuietMemory.QuietLooks);
        Assert.Equal(0, _heap.GivenBack);
        Look(memory, 1);
        Assert.Equal(1, _heap.GivenBack);

        // It counts from then on.
        Look(memory, QuietMemory.WorthBytes - 1);
        Look(memory, 0, QuietMemory.QuietLooks);
        Assert.Equal(1, _heap.GivenBack);
    }

    [Fact]
    public void Look_HeapThatWouldTakeLongToMove_LeavesItAlone()
    {
        using QuietMemory memory = Create();
        _heap.HeapBytes = QuietMemory.MaxHeapBytes + 1;
        Look(memory, QuietMemory.WorthBytes);
        Look(memory, 0, QuietMemory.QuietLooks);
        Assert.Equal(0, _heap.GivenBack);

        _heap.HeapBytes = QuietMemory.MaxHeapBytes;
        Look(memory, 0);
        Assert.Equal(1, _heap.GivenBack);
    }

    [Fact]
    public async Task Service_UntilItIsStopped_LooksAtEachInterval()
    {
        using QuietMemory memory = Create();
        await memory.StartAsync(TestContext.Current.CancellationToken);
        _heap.AllocatedBytes = QuietMemory.WorthBytes;

        _time.Advance(QuietMemory.QuietLooks * QuietMemory.Interval);
        Assert.Equal(0, _heap.GivenBack);
        _time.Advance(QuietMemory.Interval);
        Assert.Equal(1, _heap.GivenBack);

        await memory.StopAsync(TestContext.Current.CancellationToken);
        _heap.AllocatedBytes *= 2;
        _time.Advance(10 * QuietMemory.Interval);
        Assert.Equal(1, _heap.GivenBack);
    }

    [Fact]
    public void ManagedHeap_GiveBack_CompactsTheRealHeap()
    {
        ManagedHeap heap = new();
        long allocated = heap.AllocatedBytes;
        int collections = GC.CollectionCount(GC.MaxGeneration);

        heap.GiveBack();

        Assert.True(GC.CollectionCount(GC.MaxGeneration) > collections);
        Assert.True(GC.GetGCMemoryInfo(GCKind.FullBlocking).Compacted);
        Assert.True(heap.AllocatedBytes >= allocated && heap.HeapBytes > 0 && heap.ResidentBytes > heap.HeapBytes);
    }

    private QuietMemory Create() => new(_heap, _time, NullLogger<QuietMemory>.Instance);

    private void Look(QuietMemory memory, long allocated, int times = 1)
    {
        for (int look = 0; look < times; look++)
        {
            _heap.AllocatedBytes += allocated;
            memory.Look();
        }
    }

    private sealed class CountingHeap : IHeap
    {
        public long AllocatedBytes { get; set; }

        public long HeapBytes { get; set; }

        public long ResidentBytes => 0;

        public int GivenBack { get; private set; }

        public void GiveBack() => GivenBack++;
    }
}
