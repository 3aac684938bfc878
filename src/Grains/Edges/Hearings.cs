namespace Sws.Grains.Edges;

/// <summary>
/// Numbers what a silo hears from edges, so that a grain can tell whether it was before an edge was found dead. Its users lock.
/// </summary>
internal sealed class Hearings
{
    // Not from one on: a grain may have moved, and must not take another silo's number for one of its own.
    public long Last { get; private set; } = Random.Shared.NextInt64(long.MaxValue / 2);

    public long Next() => ++Last;
}
