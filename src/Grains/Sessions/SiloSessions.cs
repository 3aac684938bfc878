using System.Collections.Concurrent;

namespace Sws.Grains.Sessions;

/// <summary>
/// The sessions of this silo and the edge that holds each, so that one look a second finds those whose edge is dead. A
/// timer in every session's grain would cost more than the rest of an idle session.
/// </summary>
internal sealed class SiloSessions
{
    private readonly ConcurrentDictionary<string, string> _edges = new(StringComparer.Ordinal);

    /// <summary>The edges that hold sessions of this silo.</summary>
    public IReadOnlyList<string> Edges => [.. _edges.Select(entry => entry.Value).Distinct(StringComparer.Ordinal)];

    public void Set(string connectionId, string edgeId) => _edges[connectionId] = edgeId;

    public void Remove(string connectionId) => _edges.TryRemove(connectionId, out _);

    /// <summary>The sessions that an edge holds.</summary>
    public IReadOnlyList<string> Of(string edgeId) => [.. _edges.Where(entry => entry.Value == edgeId).Select(entry => entry.Key)];
}
