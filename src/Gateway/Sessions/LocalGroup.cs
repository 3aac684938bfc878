using Sws.Grains;
using Sws.Grains.Interfaces.Groups;
using Sws.Grains.Interfaces.Sessions;
using Sws.Protocol;

namespace Sws.Gateway.Sessions;

/// <summary>
/// The members of one group at this edge, and how far the edge has followed the group's stream. All access under
/// <see cref="Gate"/>, except for the snapshot.
/// </summary>
internal sealed class LocalGroup(string hub, string name)
{
    private readonly List<EdgeSession> _members = [];
    private readonly Dictionary<EdgeSession, int> _indexes = [];
    private readonly RecentNumbers _recent = new(TimeProvider.System);
    private EdgeSession[]? _snapshot;
    private string? _epoch;
    private ulong _offset;
    private bool _isSubscribing;

    // Whether the group has answered since the first of the members now came. Before, nobody is owed anything: what came before
    // the answer was perhaps sent to those who were here earlier.
    private bool _isConfirmed;

    // Doubts raised, those that the call under way settles, and those that are settled.
    private long _doubts;
    private long _asked;
    private long _settled;

    // Whether members miss messages and may still be in the group.
    private bool _hasBroken;

    /// <summary>Guards all but the order of deliveries. Never held while <see cref="Delivery"/> is asked for.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Held while messages are handed to members, so that a session that is taken away has all or none of a delivery.</summary>
    public Lock Delivery { get; } = new();

    public string Hub { get; } = hub;

    public string Name { get; } = name;

    /// <summary>The call that told the group grain of this edge; null when the grain does not know of it.</summary>
    public Task? Subscription { get; set; }

    /// <summary>Whether the group keeps messages, so that members are told their positions.</summary>
    public bool HasHistory { get; private set; }

    /// <summary>Whether the group grain wants to know who comes and goes.</summary>
    public bool IsWatched { get; set; }

    /// <summary>Set when the group was taken out of the index: look it up again.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>Local sessions that follow who comes and goes.</summary>
    public HashSet<EdgeSession> Followers { get; } = [];

    /// <summary>The last of the calls to the group grain; they are made one behind the other, so that none overtakes another.</summary>
    public Task LastCall { get; set; } = Task.CompletedTask;

    public int Count => _members.Count;

    /// <summary>
    /// Whether a message is handed to members for the first time: the silos of its sender and of the group may have died before
    /// either knew that it had been. Under <see cref="Delivery"/>.
    /// </summary>
    public bool IsNew(GroupMessage message) => _recent.TryTake(message.Producer, message.Number);

    /// <summary>Adds the numbered messages that members have had lately to a list. Under <see cref="Delivery"/>.</summary>
    public void CopySeenTo(List<ProducerNumbers> seen) => _recent.CopyTo(seen, SeenBefore.MaxProducers, SeenBefore.MaxRuns);

    /// <summary>The last message that was taken over, or null when the edge is not subscribed yet.</summary>
    public GroupPosition? Position => _epoch is null ? null : new GroupPosition(_epoch, _offset);

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
        if (_members.Count == 0)
        {
            // What comes from now on is nobody's loss.
            (_epoch, _offset, _settled, _hasBroken) = (null, 0, _doubts, false);

            // A call that is under way is not about who comes from now on.
            (_isSubscribing, _isConfirmed) = (false, false);
        }

        return true;
    }

    /// <summary>Whether messages continue what was taken over, and from which one on they are new.</summary>
    /// <param name="epoch">The incarnation of the stream they come from.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="first">Index of the first to hand to the members.</param>
    public GroupReceipt Admit(string epoch, IReadOnlyList<GroupMessage> messages, out int first)
    {
        first = messages.Count;
        (ulong start, ulong last) = (messages[0].Offset, messages[^1].Offset);
        if (_members.Count == 0)
        {
            return GroupReceipt.NoMembers;
        }

        bool isSameStream = epoch == _epoch;
        if (isSameStream && last <= _offset)
        {
            return GroupReceipt.Taken;
        }

        if (!isSameStream || start > _offset + 1)
        {
            return AdmitBehindGap(epoch, messages, out first);
        }

        first = (int)(_offset + 1 - start);
        _offset = last;
        return GroupReceipt.Taken;
    }

    /// <summary>A group grain that comes back empty starts a new incarnation of the stream.</summary>
    /// <returns>Null when there are no members; else the position so far.</returns>
    public GroupPosition? Rejoin(GroupPosition start)
    {
        if (_members.Count == 0)
        {
            return null;
        }

        GroupPosition former = Position ?? new GroupPosition(string.Empty, 0);
        if (former.Epoch == start.Epoch)
        {
            // A durable stream goes on: the grain sends what is missing.
            return former;
        }

        if (_isConfirmed && _doubts != _settled)
        {
            // Whether something was missed can no longer be found out once the old incarnation is gone.
            BreakMembers();
        }

        (_epoch, _offset) = (start.Epoch, start.Offset);
        return former;
    }

    /// <summary>The position counts for nothing until the group has confirmed it.</summary>
    public void Doubt() => _doubts++;

    /// <summary>A call to subscribe begins.</summary>
    /// <returns>The position to state.</returns>
    public GroupPosition? BeginSubscribing()
    {
        _asked = _doubts;
        _isSubscribing = _members.Count > 0;
        return _isConfirmed ? Position : null;
    }

    /// <summary>The call to subscribe was answered.</summary>
    /// <returns>False when members miss messages, by this answer or since what came before it: they are broken.</returns>
    public bool EndSubscribing(GroupSubscription answer)
    {
        HasHistory = answer.HasHistory;
        if (!_isSubscribing)
        {
            return true;
        }

        // A group without history answers when this edge has taken over everything up to the position, and calls that whole
        // also where an earlier answer got lost in which it said what is missing.
        bool isBehind = _isConfirmed && !answer.HasHistory
            && _epoch == answer.Position.Epoch && answer.Position.Offset > _offset;
        bool isWhole = answer.IsWhole && !isBehind;
        if (!isWhole)
        {
            BreakMembers();
        }

        bool takesPosition = _epoch != answer.Position.Epoch
            || (answer.Position.Offset > _offset && (!_isConfirmed || !isWhole));
        if (takesPosition)
        {
            (_epoch, _offset) = (answer.Position.Epoch, answer.Position.Offset);
        }

        bool hasBroken = _hasBroken;
        (_isSubscribing, _isConfirmed, _settled, _hasBroken) = (false, true, _asked, false);
        return !hasBroken;
    }

    /// <summary>The call to subscribe failed.</summary>
    public void FailSubscribing() => _isSubscribing = false;

    private GroupReceipt AdmitBehindGap(string epoch, IReadOnlyList<GroupMessage> messages, out int first)
    {
        first = messages.Count;
        if (!_isConfirmed)
        {
            // Messages may overtake the answer that tells where the subscription starts.
            first = 0;
        }
        else if (_isSubscribing)
        {
            BreakMembers();
        }
        else
        {
            return epoch == _epoch ? GroupReceipt.Gap : GroupReceipt.Stale;
        }

        (_epoch, _offset) = (epoch, messages[^1].Offset);
        return GroupReceipt.Taken;
    }

    /// <summary>
    /// Members miss messages. They are told before the position passes those: a session that is taken away has not missed
    /// any, or is broken.
    /// </summary>
    private void BreakMembers()
    {
        foreach (EdgeSession member in _members)
        {
            member.Break(CloseReason.MessagesMissed);
        }

        _hasBroken = true;
    }
}
