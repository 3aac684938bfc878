namespace Sws.Gateway.Hosting;

/// <summary>What <see cref="QuietMemory"/> has to know of the runtime's memory, and do with it.</summary>
internal interface IHeap
{
    /// <summary>Bytes that were allocated since the process began.</summary>
    long AllocatedBytes { get; }

    /// <summary>Bytes that the heap had after the last collection: what has to be moved to make it smaller.</summary>
    long HeapBytes { get; }

    /// <summary>Bytes of memory that the process has from the system.</summary>
    long ResidentBytes { get; }

    /// <summary>Collects and compacts everything, and gives what is free then back to the system. Everything else stands still meanwhile.</summary>
    void GiveBack();
}
