using Sws.Grains.Edges;

namespace Sws.Grains.Sessions;

/// <summary>
/// The sessions of this silo and the edge that holds each, so that one look every other second finds those whose edge is
/// dead. A timer in every session's grain would cost more than the rest of an idle session.
/// </summary>
internal sealed class SiloSessions
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _edges = new(StringComparer.Ordinal);
    private readonly EdgeTally _tally = new();

    /// <summary>The edges that hold sessions of this silo.</summary>
    public IReadOnlyList<string> Edges
    {
        get
        {
            lock (_gate)
            {
                return _tally.Edges;
            }
        }
    }

    /// <summary>A session is at an edge, and at no other.</summary>
    public void Set(string connectionId, string edgeId)
    {
        lock (_gate)
        {
            if (_edges.TryGetValue(connectionId, out string? former))
            {
                _tally.Remove(former);
            }

            _edges[connectionId] = edgeId;
            _tally.Add(edgeId);
        }
    }

    public void Remove(string connectionId)
    {
        lock (_gate)
        {
            if (_edges.Remove(connectionId, out string? edgeId))
            {
                _tally.Remove(edgeId);
            }
        }
    }

    /// <summary>The sessions that an edge holds.</summary>
    public IReadOnlyList<string> Of(string edgeId)
    {
        lock (_gate)
        {
            return [.. _edges.Where(entry => entry.Value == edgeId).Select(entry => entry.Key)];
        }
    }
}
