using Sws.Chaos.History;

namespace Sws.Chaos.Checking;

/// <summary>
/// A session has one socket. Once a later one has been told that the session is its own, the earlier one must serve nothing that was asked
/// for after that, in neither direction. Clients that count their sockets are judged; for others only they themselves can know.
/// </summary>
internal sealed class OwnerRules(Verdict verdict)
{
    private readonly Dictionary<string, List<HistoryEvent>> _takeovers = new(StringComparer.Ordinal);

    public void Note(HistoryEvent happened)
    {
        if (happened is { Kind: EventKind.Opened or EventKind.Recovered, Socket: > 0, Session: { } session })
        {
            if (!_takeovers.TryGetValue(session, out var sockets))
            {
                _takeovers.Add(session, sockets = []);
            }

            sockets.Add(happened);
        }
    }

    public void CheckDelivery(Message message, HistoryEvent delivery)
    {
        if (TakeoverBefore(delivery, message.Invoked.At) is { } later)
        {
            verdict.Report(
                ViolationKind.TwoOwners,
                message.Class,
                $"{delivery.Client} got message {delivery.Message} on socket {delivery.Socket} after socket {later.Socket} had taken the session over",
                later,
                message.Invoked,
                delivery);
        }
    }

    public void CheckAck(Message message)
    {
        if (TakeoverBefore(message.Invoked, message.Invoked.At) is { } later)
        {
            verdict.Report(
                ViolationKind.TwoOwners,
                message.Class,
                $"{message.Invoked.Client} was acknowledged message {message.Invoked.Message} on socket {message.Invoked.Socket} after socket {later.Socket} had taken the session over",
                later,
                message.Invoked,
                message.Outcome);
        }
    }

    private HistoryEvent? TakeoverBefore(HistoryEvent served, long at) =>
        served is { Socket: > 0, Session: { } session } && _takeovers.TryGetValue(session, out var sockets)
            ? sockets.Find(later => later.Socket > served.Socket && later.At < at)
            : null;
}
