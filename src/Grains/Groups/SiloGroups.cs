using Sws.Grains.Edges;

namespace Sws.Grains.Groups;

/// <summary>The groups of this silo and the edges that each sends to, so that a dead edge is taken out of all of them.</summary>
internal sealed class SiloGroups
{
    private readonly Lock _gate = new();
    private readonly HashSet<(string EdgeId, string Key)> _members = [];
    private readonly EdgeTally _tally = new();

    /// <summary>The edges that groups of this silo send to.</summary>
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

    public void Add(string edgeId, string key)
    {
        lock (_gate)
        {
            if (_members.Add((edgeId, key)))
            {
                _tally.Add(edgeId);
            }
        }
    }

    public void Remove(string edgeId, string key)
    {
        lock (_gate)
        {
            if (_members.Remove((edgeId, key)))
            {
                _tally.Remove(edgeId);
            }
        }
    }

    /// <summary>The keys of the groups that send to an edge.</summary>
    public IReadOnlyList<string> Of(string edgeId)
    {
        lock (_gate)
        {
            return [.. _members.Where(member => member.EdgeId == edgeId).Select(member => member.Key)];
        }
    }
}
