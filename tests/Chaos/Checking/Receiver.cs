using Sws.Chaos.History;

namespace Sws.Chaos.Checking;

/// <summary>One client as a receiver: where it was a member, what it got, where it was told of gaps.</summary>
internal sealed class Receiver(string name)
{
    private readonly Dictionary<string, List<Membership>> _memberships = new(StringComparer.Ordinal);
    private readonly List<Gap> _gaps = [];
    private readonly List<HistoryEvent> _sessions = [];
    private readonly List<HistoryEvent> _recoveries = [];

    public string Name => name;

    public string? User { get; private set; }

    public HistoryEvent? Closed { get; private set; }

    /// <summary>First delivery of each message.</summary>
    public Dictionary<long, HistoryEvent> Delivered { get; } = [];

    /// <summary>Highest order delivered so far, by place and sender, with the delivery.</summary>
    public Dictionary<(string Stream, string Sender), (long Order, HistoryEvent Delivery)> Newest { get; } = [];

    public IReadOnlyList<Gap> Gaps => _gaps;

    public IReadOnlyList<HistoryEvent> SessionStarts => _sessions;

    public IReadOnlyList<Membership> MembershipsOf(string stream) => _memberships.TryGetValue(stream, out var list) ? list : [];

    public HistoryEvent? RecoveryAfter(long at) => _recoveries.Find(recovery => recovery.At >= at);

    /// <summary>Takes note of everything but deliveries.</summary>
    public void Note(HistoryEvent happened)
    {
        switch (happened.Kind)
        {
            case EventKind.Opened:
                _sessions.Add(happened);
                User ??= happened.User;
                break;
            case EventKind.Recovered:
                _recoveries.Add(happened);
                break;
            case EventKind.Restarted:
                _sessions.Add(happened);
                _gaps.Add(new Gap(happened, Newest.ToDictionary(pair => pair.Key, pair => pair.Value.Order)));
                break;
            case EventKind.Rejoined:
                NoteRejoined(happened);
                break;
            case EventKind.Closed:
                Closed = happened;
                break;
            default:
                NoteMembership(happened);
                break;
        }
    }

    private void NoteRejoined(HistoryEvent rejoined)
    {
        _gaps.LastOrDefault()?.Rejoined(rejoined);
        if (rejoined.Reason is not null && MembershipsOf(rejoined.Stream!) is [.., var refused])
        {
            (refused.LeaveInvoked, refused.LeaveAcked) = (rejoined, rejoined);
        }
    }

    private void NoteMembership(HistoryEvent happened)
    {
        if (happened.Kind == EventKind.JoinInvoked)
        {
            if (!_memberships.TryGetValue(happened.Stream!, out var stays))
            {
                _memberships.Add(happened.Stream!, stays = []);
            }

            stays.Add(new Membership(happened));
            return;
        }

        if (happened.Stream is null || MembershipsOf(happened.Stream) is not [.., var stay])
        {
            return;
        }

        switch (happened.Kind)
        {
            case EventKind.JoinAcked:
                stay.JoinAcked = happened;
                break;
            case EventKind.LeaveInvoked:
                stay.LeaveInvoked = happened;
                break;
            case EventKind.LeaveAcked:
                stay.LeaveAcked = happened;
                break;
        }
    }
}
