using Sws.Chaos.History;

namespace Sws.Chaos.Checking;

/// <summary>What is decided at each delivery: that it is one that may be, here, now, once, and in order.</summary>
internal sealed class DeliveryRules(IReadOnlyDictionary<long, Message> messages, OwnerRules owners, Verdict verdict)
{
    private readonly Dictionary<(string Stream, string Epoch, ulong Offset), HistoryEvent> _positions = [];

    public void Check(Receiver receiver, HistoryEvent delivery)
    {
        if (!messages.TryGetValue(delivery.Message, out var message))
        {
            verdict.Report(ViolationKind.Invented, null, $"{receiver.Name} got message {delivery.Message}, which nobody published", delivery);
            return;
        }

        owners.CheckDelivery(message, delivery);
        if (!receiver.Delivered.TryAdd(delivery.Message, delivery))
        {
            CheckRepeated(receiver, message, delivery);
            return;
        }

        verdict.Tallies[message.Class].Delivered++;
        CheckRecipient(receiver, message, delivery);
        CheckOrder(receiver, message, delivery);
        CheckPosition(message, delivery);
    }

    /// <summary>Of a client that counts its sockets the history shows what each of them got: the same on two is not seen twice by an application.</summary>
    private void CheckRepeated(Receiver receiver, Message message, HistoryEvent delivery)
    {
        var first = receiver.Delivered[delivery.Message];
        if (first.Socket == delivery.Socket)
        {
            verdict.Report(
                ViolationKind.Duplicated, message.Class, $"{receiver.Name} got message {delivery.Message} twice", message.Invoked, first, delivery);
        }
    }

    private void CheckRecipient(Receiver receiver, Message message, HistoryEvent delivery)
    {
        if (delivery.Stream != message.Stream && !WasForEarlierSession(receiver, message, delivery))
        {
            Wrong(receiver, message, $"it was for {message.Stream} and came as {delivery.Stream}", delivery);
            return;
        }

        if (!Streams.IsGroup(message.Stream))
        {
            return;
        }

        var stays = receiver.MembershipsOf(message.Stream);
        if (stays.Count == 0)
        {
            Wrong(receiver, message, "it never joined", delivery);
        }
        else if (message.Outcome is { Kind: EventKind.Acked } acked && acked.At < stays[0].JoinInvoked.At)
        {
            Wrong(receiver, message, "it was acknowledged before the join", stays[0].JoinInvoked, delivery);
        }
        else if (stays[^1].LeaveAcked is { } left && left.At < message.Invoked.At)
        {
            Wrong(receiver, message, "it was published after the leave was acknowledged", left, delivery);
        }
    }

    /// <summary>What a session was owed when it could not go on comes in the one that its client got instead.</summary>
    private static bool WasForEarlierSession(Receiver receiver, Message message, HistoryEvent delivery) =>
        Streams.IsSession(message.Stream) && Streams.IsSession(delivery.Stream!)
        && receiver.SessionStarts.Any(start => start.Session == Streams.Target(message.Stream));

    private void Wrong(Receiver receiver, Message message, string why, params HistoryEvent[] slice) => verdict.Report(
        ViolationKind.WrongRecipient,
        message.Class,
        $"{receiver.Name} got message {message.Invoked.Message}: {why}",
        [message.Invoked, message.Outcome, .. slice]);

    /// <summary>Only of acknowledged ones: what has no answer may still be under way in a session that is over.</summary>
    private void CheckOrder(Receiver receiver, Message message, HistoryEvent delivery)
    {
        var place = (message.Stream, message.Invoked.Client);
        if (!receiver.Newest.TryGetValue(place, out var newest) || newest.Order < message.Order)
        {
            receiver.Newest[place] = (message.Order, delivery);
            return;
        }

        if (message.IsAcked)
        {
            verdict.Report(
                ViolationKind.Reordered,
                message.Class,
                $"{receiver.Name} got message {message.Invoked.Message} of {message.Invoked.Client} after {newest.Delivery.Message}, which was sent later",
                message.Invoked,
                message.Outcome,
                messages[newest.Delivery.Message].Invoked,
                newest.Delivery,
                delivery);
        }
    }

    private void CheckPosition(Message message, HistoryEvent delivery)
    {
        if (delivery.Epoch is null)
        {
            return;
        }

        var position = (message.Stream, delivery.Epoch, delivery.Offset);
        if (!_positions.TryAdd(position, delivery) && _positions[position].Message != delivery.Message)
        {
            verdict.Report(
                ViolationKind.PositionReused,
                message.Class,
                $"Messages {_positions[position].Message} and {delivery.Message} both are {delivery.Offset} of epoch {delivery.Epoch} in {message.Stream}",
                message.Invoked,
                _positions[position],
                delivery);
        }
    }
}
