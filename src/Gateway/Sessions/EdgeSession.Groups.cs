using Sws.Grains;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Gateway.Sessions;

/// <content>The groups that the session is in, and those of which it gets older messages before newer ones.</content>
internal sealed partial class EdgeSession
{
    private Dictionary<LocalGroup, bool>? _groups;
    private Dictionary<string, GroupHold>? _holds;
    private SeenBefore? _seen;

    /// <summary>The session comes from another edge: what it has had there is not queued again.</summary>
    public void ComesWith(SessionTail tail)
    {
        lock (_gate)
        {
            _lastSnapshot = tail.LastSnapshot;
            _seen = tail.GroupOffsets.Count > 0 || tail.Seen is { Count: > 0 } ? new SeenBefore(tail, TimeProvider.System) : null;
            foreach (ProducerNumbers seen in tail.SeenDirect ?? [])
            {
                (_recent ??= new RecentNumbers(TimeProvider.System)).Add(seen);
            }
        }
    }

    /// <summary>Whether the session had a group's message at an edge before this one.</summary>
    public bool HasSeen(string group, string epoch, ulong offset, string? producer, ulong number)
    {
        if (_seen is { IsOver: true })
        {
            _seen = null;
        }

        return _seen?.Has(group, epoch, offset, producer, number) == true;
    }

    /// <summary>What the session has had here, and behind it, as far as there is room, what it had at edges before this one.</summary>
    private IReadOnlyList<ProducerNumbers> WithSeenBefore(IReadOnlyList<ProducerNumbers> here) =>
        _seen is { IsOver: false } before ? [.. here.Concat(before.Numbers).Take(SeenBefore.MaxProducers)] : here;

    /// <summary>Notes that the session is in a group.</summary>
    /// <returns>False when the session has ended: then it may be in none.</returns>
    public bool TryJoin(LocalGroup group, bool presence)
    {
        lock (_gate)
        {
            if (!_ended)
            {
                (_groups ??= [])[group] = presence;
            }

            return !_ended;
        }
    }

    /// <summary>Stops the delivery of a group's messages, since older ones come first. A former hold of the group is void.</summary>
    public GroupHold Hold(string group)
    {
        lock (_gate)
        {
            return (_holds ??= new Dictionary<string, GroupHold>(StringComparer.Ordinal))[group] = new GroupHold();
        }
    }

    /// <summary>Whether a hold still stands: not after the session left the group, ended, or joined it again.</summary>
    public bool Holds(string group, GroupHold hold)
    {
        lock (_gate)
        {
            return _holds?.GetValueOrDefault(group) == hold;
        }
    }

    /// <summary>Takes a hold away as if it had not been.</summary>
    public void Release(string group, GroupHold hold)
    {
        lock (_gate)
        {
            if (_holds?.GetValueOrDefault(group) == hold)
            {
                _holds.Remove(group);
            }
        }
    }

    /// <summary>The session has everything up to an offset.</summary>
    public void EndHold(GroupHold hold, ulong offset)
    {
        lock (_gate)
        {
            hold.End(offset);
        }
    }

    /// <summary>Whether the session gets older messages of a group now: then it cannot move to another edge.</summary>
    public bool IsCatchingUp
    {
        get
        {
            lock (_gate)
            {
                return _holds?.Values.Any(hold => !hold.IsOver) == true;
            }
        }
    }

    /// <summary>The last message of a group that was handed to this session, where the group itself has got to <paramref name="offset"/>.</summary>
    public ulong PositionIn(string group, ulong offset)
    {
        lock (_gate)
        {
            return _holds?.GetValueOrDefault(group) is { IsOver: true } hold ? Math.Max(hold.Floor, offset) : offset;
        }
    }

    private bool IsHeld(string group, ulong offset)
    {
        lock (_gate)
        {
            if (_holds?.GetValueOrDefault(group) is not { } hold)
            {
                return false;
            }

            if (offset <= hold.Floor)
            {
                return true;
            }

            _holds.Remove(group);
            return false;
        }
    }

    public bool Left(LocalGroup group)
    {
        lock (_gate)
        {
            _holds?.Remove(group.Name);
            return _groups?.Remove(group) == true;
        }
    }

    public IReadOnlyList<LocalGroup> Groups()
    {
        lock (_gate)
        {
            return _groups is null ? [] : [.. _groups.Keys];
        }
    }
}
