using Sws.Grains.Edges;

namespace Sws.Grains.Sessions;

/// <summary>
/// The sessions of this silo and the edge that holds each, so that one look every other second finds those whose edge is
/// dead. A timer in every session's grain would cost more than the rest of an idle session.
/// </summary>
internal sealed class SiloSessions
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string EdgeId, long Heard)> _edges = new(StringComparer.Ordinal);
    private readonly EdgeTally _tally = new();
    private readonly Hearings _hearings = new();

    /// <summary>The number of what was heard last.</summary>
    public long LastHeard
    {
        get
        {
            lock (_gate)
            {
                return _hearings.Last;
            }
        }
    }

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

    /// <summary>A session is at an edge, and at no other: the edge has just said so.</summary>
    public void Set(string connectionId, string edgeId)
    {
        lock (_gate)
        {
            if (_edges.TryGetValue(connectionId, out (string EdgeId, long) former))
            {
                _tally.Remove(former.EdgeId);
            }

            _edges[connectionId] = (edgeId, _hearings.Next());
            _tally.Add(edgeId);
        }
    }

    /// <summary>Whether an edge has not been heard of a session since <see cref="Of"/> gave the number.</summary>
    public bool IsLast(string connectionId, string edgeId, long heard)
    {
        lock (_gate)
        {
            return _edges.GetValueOrDefault(connectionId) == (edgeId, heard);
        }
    }

    public void Remove(string connectionId)
    {
        lock (_gate)
        {
            if (_edges.Remove(connectionId, out (string EdgeId, long) held))
            {
                _tally.Remove(held.EdgeId);
            }
        }
    }

    /// <summary>The sessions that an edge holds, each with the number of what was heard of it last. Without those that were heard of since a number.</summary>
    public IReadOnlyList<(string Key, long Heard)> Of(string edgeId, long upTo)
    {
        lock (_gate)
        {
            return [.. _edges.Where(entry => entry.Value.EdgeId == edgeId && entry.Value.Heard <= upTo).Select(entry => (entry.Key, entry.Value.Heard))];
        }
    }
}
