using System.Collections.Concurrent;

namespace Sws.Grains.Edges;

/// <summary>The windows of all edges that this silo sends to.</summary>
internal sealed class EdgeWindows
{
    private readonly ConcurrentDictionary<string, EdgeWindow> _windows = new(StringComparer.Ordinal);

    public EdgeWindow For(string edgeId) => _windows.GetOrAdd(edgeId, static _ => new EdgeWindow());

    /// <summary>Forgets a dead edge; whoever still holds its window keeps it for as long.</summary>
    public void Remove(string edgeId) => _windows.TryRemove(edgeId, out _);
}
