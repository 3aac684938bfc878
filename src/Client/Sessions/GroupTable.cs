using Sws.Protocol.Messaging;

namespace Sws.Client.Sessions;

/// <summary>The groups this client means to be in, and how far it has read each one's history. Used by the session's loop only.</summary>
internal sealed class GroupTable
{
    private readonly Dictionary<string, Membership> _groups = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _groups.Keys;

    /// <summary>A join was acknowledged.</summary>
    public void Joined(JoinGroup join, AckPosition? position)
    {
        if (!_groups.TryGetValue(join.Group, out var group))
        {
            _groups.Add(join.Group, group = new Membership());
        }

        group.Presence = join.Presence;
        // When the missed messages follow, they start after the position that was asked for. The answer's own position is the newest.
        group.Position = position switch
        {
            null => group.Position,
            { Recovered: true } => join.Recover,
            _ => new StreamPosition(position.Epoch, position.Offset),
        };
    }

    public void Left(string group) => _groups.Remove(group);

    /// <summary>Notes the place of a message; false when the client has it already.</summary>
    public bool Accept(GroupMessage message)
    {
        if (message.Position is not { } position || !_groups.TryGetValue(message.Group, out var group))
        {
            return true;
        }

        if (group.Position is { } seen && seen.Epoch == position.Epoch && position.Offset <= seen.Offset)
        {
            return false;
        }

        group.Position = position;
        return true;
    }

    /// <summary>How to join a group again from where the client is.</summary>
    public JoinGroup Rejoin(string group, ulong ackId)
    {
        var membership = _groups[group];
        return new JoinGroup(group, ackId, membership.Position, membership.Presence);
    }

    private sealed class Membership
    {
        public bool Presence { get; set; }

        public StreamPosition? Position { get; set; }
    }
}
