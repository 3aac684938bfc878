using System.Runtime.InteropServices;

namespace Sws.Grains.Edges;

/// <summary>
/// How much each edge holds, so that which edges there are is known without a look at all of it: that was a twentieth of an
/// idle silo's CPU. Its users lock.
/// </summary>
internal sealed class EdgeTally
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The edges that hold something.</summary>
    public IReadOnlyList<string> Edges => [.. _counts.Keys];

    /// <summary>An edge holds one more.</summary>
    public void Add(string edgeId) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, edgeId, out _)++;

    /// <summary>An edge holds one less.</summary>
    public void Remove(string edgeId)
    {
        if (--CollectionsMarshal.GetValueRefOrAddDefault(_counts, edgeId, out _) <= 0)
        {
            _counts.Remove(edgeId);
        }
    }
}
