using Sws.Grains.Edges;

namespace Sws.Grains.Groups;

/// <summary>The groups of this silo and the edges that each sends to, so that a dead edge is taken out of all of them.</summary>
internal sealed class SiloGroups
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string EdgeId, string Key), long> _members = [];
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

    /// <summary>A group sends to an edge, which has just asked for it.</summary>
    public void Add(string edgeId, string key)
    {
        lock (_gate)
        {
            if (!_members.ContainsKey((edgeId, key)))
            {
                _tally.Add(edgeId);
            }

            _members[(edgeId, key)] = _hearings.Next();
        }
    }

    /// <summary>Whether an edge has not asked for a group again since <see cref="Of"/> gave the number.</summary>
    public bool IsLast(string edgeId, string key, long heard)
    {
        lock (_gate)
        {
            return _members.TryGetValue((edgeId, key), out long last) && last == heard;
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

    /// <summary>The keys of the groups that send to an edge, each with the number of what was heard of it last. Without those that were heard of since a number.</summary>
    public IReadOnlyList<(string Key, long Heard)> Of(string edgeId, long upTo)
    {
        lock (_gate)
        {
            return [.. _members.Where(member => member.Key.EdgeId == edgeId && member.Value <= upTo).Select(member => (member.Key.Key, member.Value))];
        }
    }
}
