using Sws.Chaos.History;

namespace Sws.Chaos.Checking;

/// <summary>What is decided at the end: that everything acknowledged came to everybody it was for, or may be missing and was said to be.</summary>
internal sealed class LossRules(FaultEffects effects, IReadOnlyCollection<Receiver> receivers, Verdict verdict)
{
    /// <summary>A leave soon after a message may overtake it.</summary>
    private static readonly long LeaveSlack = (long)TimeSpan.FromSeconds(5).TotalMicroseconds;

    private readonly ILookup<string, Receiver> _byUser =
        receivers.Where(each => each.User is not null).ToLookup(each => each.User!, StringComparer.Ordinal);

    private readonly ILookup<string, Receiver> _bySession = receivers
        .SelectMany(each => each.SessionStarts.Select(start => (start.Session, each)).DistinctBy(pair => pair.Session))
        .ToLookup(pair => pair.Session!, pair => pair.each, StringComparer.Ordinal);

    private readonly Dictionary<string, Receiver[]> _byGroup = new(StringComparer.Ordinal);

    public void Check(IEnumerable<Message> messages)
    {
        foreach (var message in messages.Where(each => each.IsAcked))
        {
            foreach (var receiver in Recipients(message).Where(each => each.Closed is null && IsOwed(each, message)))
            {
                var tally = verdict.Tallies[message.Class];
                tally.Owed++;
                if (!receiver.Delivered.ContainsKey(message.Invoked.Message))
                {
                    Judge(receiver, message);
                }
            }
        }
    }

    private IEnumerable<Receiver> Recipients(Message message)
    {
        if (Streams.IsGroup(message.Stream))
        {
            if (!_byGroup.TryGetValue(message.Stream, out var members))
            {
                _byGroup.Add(message.Stream, members = [.. receivers.Where(each => each.MembershipsOf(message.Stream).Count > 0)]);
            }

            return members;
        }

        return Streams.IsUser(message.Stream) ? _byUser[Streams.Target(message.Stream)] : _bySession[Streams.Target(message.Stream)];
    }

    private static bool IsOwed(Receiver receiver, Message message)
    {
        var at = message.Invoked.At;
        if (Streams.IsGroup(message.Stream))
        {
            return receiver.MembershipsOf(message.Stream).Any(stay =>
                stay.JoinAcked is { } joined && joined.At < at
                && (stay.LeaveInvoked is not { } left || left.At > message.Outcome!.At + LeaveSlack));
        }

        // A session is owed what was sent to it while it was the client's; a user, what was sent once the client was there.
        var current = receiver.SessionStarts.LastOrDefault(start => start.At < at);
        return current is not null && (Streams.IsUser(message.Stream) || current.Session == Streams.Target(message.Stream));
    }

    private void Judge(Receiver receiver, Message message)
    {
        var told = receiver.Gaps.FirstOrDefault(gap => gap.Covers(message));
        var rejoined = told?.RejoinOf(message.Stream);
        var saidWhole = rejoined is { Whole: true };
        if (told is not null && !saidWhole && MayLose(message.Class))
        {
            verdict.Tallies[message.Class].LostAllowed++;
            return;
        }

        var recovery = told is null ? receiver.RecoveryAfter(message.Invoked.At) : null;
        var falsely = saidWhole || recovery is not null;
        var how = (falsely, told) switch
        {
            (true, _) => "though it was told that it has everything",
            (_, not null) => "and was told of a gap, but the table keeps this class",
            _ => "and was told nothing",
        };
        verdict.Report(
            falsely ? ViolationKind.FalselyRecovered : ViolationKind.Lost,
            message.Class,
            $"{receiver.Name} never got message {message.Invoked.Message} of {message.Stream}, acknowledged to {message.Invoked.Client}, {how}",
            receiver.MembershipsOf(message.Stream) is [var membership, ..] ? membership.JoinAcked : null,
            message.Invoked,
            message.Outcome,
            told?.Restarted,
            rejoined,
            recovery);
    }

    /// <summary>The table of docs/delivery.md.</summary>
    private bool MayLose(DeliveryClass deliveryClass) => deliveryClass switch
    {
        DeliveryClass.Group => (effects & FaultEffects.EdgeLost) != 0,
        DeliveryClass.Direct => (effects & FaultEffects.BothLost) == FaultEffects.BothLost,
        DeliveryClass.Memory => (effects & (FaultEffects.SiloLost | FaultEffects.SiloStopped)) != 0,
        _ => false,
    };
}
