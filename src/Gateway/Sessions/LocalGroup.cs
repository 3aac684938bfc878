namespace Sws.Gateway.Sessions;

/// <summary>The members of one group at this edge. All access under <see cref="Gate"/>, except for the snapshot.</summary>
internal sealed class LocalGroup(string hub, string name)
{
    private readonly List<EdgeSession> _members = [];
    private readonly Dictionary<EdgeSession, int> _indexes = [];
    private EdgeSession[]? _snapshot;

    public Lock Gate { get; } = new();

    public string Hub { get; } = hub;

    public string Name { get; } = name;

    /// <summary>The call that told the group grain of this edge; null when the grain does not know of it.</summary>
    public Task? Subscription { get; set; }

    /// <summary>Whether the group grain wants to know who comes and goes.</summary>
    public bool IsWatched { get; set; }

    /// <summary>Set when the group was taken out of the index: look it up again.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>Local sessions that follow who comes and goes.</summary>
    public HashSet<EdgeSession> Followers { get; } = [];

    /// <summary>The last of the calls to the group grain; they are made one behind the other, so that none overtakes another.</summary>
    public Task LastCall { get; set; } = Task.CompletedTask;

    public int Count => _members.Count;

    /// <summary>The members as they are now; an array that nobody changes.</summary>
    public EdgeSession[] Members
    {
        get
        {
            lock (Gate)
            {
                return _snapshot ??= [.. _members];
            }
        }
    }

    public bool Add(EdgeSession session)
    {
        if (!_indexes.TryAdd(session, _members.Count))
        {
            return false;
        }

        _members.Add(session);
        _snapshot = null;
        return true;
    }

    public bool Remove(EdgeSession session)
    {
        if (!_indexes.Remove(session, out int index))
        {
            return false;
        }

        EdgeSession last = _members[^1];
        _members[index] = last;
        _members.RemoveAt(_members.Count - 1);
        if (last != session)
        {
            _indexes[last] = index;
        }

        _snapshot = null;
        return true;
    }
}
