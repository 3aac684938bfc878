using Sws.Chaos.History;

namespace Sws.Chaos.Checking;

/// <summary>
/// Decides whether a history keeps the promises of docs/delivery.md. It knows nothing of how the gateway works: only what clients asked
/// for, what they were answered and what they got. Two passes: over the events, then over the acknowledged messages and those they were for.
/// </summary>
internal sealed class HistoryChecker
{
    private readonly FaultEffects _effects;
    private readonly Dictionary<long, Message> _messages = [];
    private readonly Dictionary<string, Receiver> _receivers = new(StringComparer.Ordinal);
    private readonly Verdict _verdict = new();
    private readonly DeliveryRules _deliveries;
    private readonly OwnerRules _owners;
    private readonly PresenceRules _presence;

    private HistoryChecker(FaultEffects effects)
    {
        _effects = effects;
        _owners = new OwnerRules(_verdict);
        _deliveries = new DeliveryRules(_messages, _owners, _verdict);
        _presence = new PresenceRules(_verdict);
    }

    /// <summary>Checks a whole history.</summary>
    /// <param name="events">In the order in which they were taken down.</param>
    /// <param name="effects">What the faults of that time took away.</param>
    public static Verdict Check(IEnumerable<HistoryEvent> events, FaultEffects effects)
    {
        var checker = new HistoryChecker(effects);
        foreach (var happened in events)
        {
            checker.Note(happened);
        }

        new LossRules(checker._effects, checker._receivers.Values, checker._verdict).Check(checker._messages.Values);
        return checker._verdict;
    }

    private void Note(HistoryEvent happened)
    {
        switch (happened.Kind)
        {
            case EventKind.Invoked:
                _messages.Add(happened.Message, new Message(happened, _messages.Count));
                _verdict.Tallies[happened.Class].Published++;
                break;
            case EventKind.Acked or EventKind.Failed or EventKind.Unknown:
                NoteOutcome(happened);
                break;
            case EventKind.Delivered:
                _deliveries.Check(Receiver(happened.Client), happened);
                break;
            case EventKind.Present:
                _presence.Check(happened);
                break;
            case EventKind.Fault:
                break;
            default:
                _presence.Note(happened);
                _owners.Note(happened);
                Receiver(happened.Client).Note(happened);
                CheckEnd(happened);
                break;
        }
    }

    private void CheckEnd(HistoryEvent happened)
    {
        if (happened is { Kind: EventKind.Closed, Reason: { } reason })
        {
            _verdict.Report(ViolationKind.Ended, null, $"{happened.Client} was turned away for good: {reason}", happened);
        }
    }

    private void NoteOutcome(HistoryEvent happened)
    {
        var message = _messages[happened.Message];
        message.Outcome = happened;
        var tally = _verdict.Tallies[message.Class];
        switch (happened.Kind)
        {
            case EventKind.Acked:
                tally.Acked++;
                _owners.CheckAck(message);
                break;
            case EventKind.Failed:
                tally.Failed++;
                break;
            default:
                tally.Unknown++;
                break;
        }
    }

    private Receiver Receiver(string name)
    {
        if (!_receivers.TryGetValue(name, out var receiver))
        {
            _receivers.Add(name, receiver = new Receiver(name));
        }

        return receiver;
    }
}
