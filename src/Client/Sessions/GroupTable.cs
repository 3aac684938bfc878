using Sws.Protocol.Messaging;

namespace Sws.Client.Sessions;

/// <summary>The groups this client means to be in, and how far it has read each one's history. Used by the session's loop only.</summary>
internal sealed class GroupTable
{
    private readonly Dictionary<string, Membership> _groups = new(StringComparer.Ordinal);

    /// <summary>A join that the application asked for was acknowledged.</summary>
    public void Joined(JoinGroup join, AckPosition? position)
    {
        if (!_groups.TryGetValue(join.Group, out var group))
        {
            _groups.Add(join.Group, group = new Membership());
        }

        group.Presence = join.Presence;
        if (position is { Recovered: true })
        {
            // The missed messages start after the position that was asked for, be it before what the client had. The answer's is the newest.
            group.Position = join.Recover;
        }
        else
        {
            group.Advance(position);
        }
    }

    /// <summary>A join that the client has repeated by itself was acknowledged.</summary>
    public void Rejoined(JoinGroup join, AckPosition? position)
    {
        // When the missed messages follow they start where the client was when it asked, and it may have had some of them since:
        // those of the same join that was answered in vain on an earlier connection.
        if (position is not { Recovered: true } && _groups.TryGetValue(join.Group, out var membership))
        {
            var wentBack = position is not null && join.Recover is { } asked && asked.Epoch == position.Epoch && asked.Offset > position.Offset;
            if (wentBack)
            {
                // The server's log is an older one than the client has seen: what it numbers now is new.
                membership.Position = null;
            }

            membership.Advance(position);
        }
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

    /// <summary>How to join all groups again from where the client is; the ack ids are missing.</summary>
    public IReadOnlyList<JoinGroup> Rejoins()
        => [.. _groups.Select(static pair => new JoinGroup(pair.Key, null, pair.Value.Position, pair.Value.Presence))];

    private sealed class Membership
    {
        public bool Presence { get; set; }

        public StreamPosition? Position { get; set; }

        /// <summary>Within an epoch a position only grows: messages may have come before the answer that says where the group stood.</summary>
        public void Advance(AckPosition? to)
        {
            if (to is not null && !(Position is { } at && at.Epoch == to.Epoch && at.Offset >= to.Offset))
            {
                Position = new StreamPosition(to.Epoch, to.Offset);
            }
        }
    }
}
