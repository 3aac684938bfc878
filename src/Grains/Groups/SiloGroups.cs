using System.Collections.Concurrent;

namespace Sws.Grains.Groups;

/// <summary>The groups of this silo and the edges that each sends to, so that a dead edge is taken out of all of them.</summary>
internal sealed class SiloGroups
{
    private readonly ConcurrentDictionary<(string EdgeId, string Key), byte> _members = new();

    /// <summary>The edges that groups of this silo send to.</summary>
    public IReadOnlyList<string> Edges => [.. _members.Select(entry => entry.Key.EdgeId).Distinct(StringComparer.Ordinal)];

    public void Add(string edgeId, string key) => _members.TryAdd((edgeId, key), 0);

    public void Remove(string edgeId, string key) => _members.TryRemove((edgeId, key), out _);

    /// <summary>The keys of the groups that send to an edge.</summary>
    public IReadOnlyList<string> Of(string edgeId) => [.. _members.Select(entry => entry.Key).Where(member => member.EdgeId == edgeId).Select(member => member.Key)];
}
