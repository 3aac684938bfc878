namespace Sws.Gateway.Hosting;

/// <summary>The heap of this process.</summary>
internal sealed class ManagedHeap : IHeap
{
    public long AllocatedBytes => GC.GetTotalAllocatedBytes(precise: false);

    public long HeapBytes => GC.GetGCMemoryInfo().HeapSizeBytes;

    public long ResidentBytes => Environment.WorkingSet;

    // Of all ways to collect the only one that gives back at once; the others keep what they freed for later.
    public void GiveBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
