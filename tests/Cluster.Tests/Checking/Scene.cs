using Sws.Chaos.Checking;
using Sws.Chaos.History;

namespace Sws.Cluster.Tests.Checking;

/// <summary>A history made by hand: each line is a millisecond later than the one before.</summary>
internal sealed class Scene
{
    public const string Stream = "group:g";

    private readonly List<HistoryEvent> _events = [];
    private long _at;

    public IReadOnlyList<HistoryEvent> Events => _events;

    public Scene Add(EventKind kind, string client, Func<HistoryEvent, HistoryEvent>? fill = null)
    {
        var happened = new HistoryEvent(_at += 1000, kind, client);
        _events.Add(fill is null ? happened : fill(happened));
        return this;
    }

    public Scene Wait(int seconds)
    {
        _at += seconds * 1_000_000L;
        return this;
    }

    public Scene Open(string client, string session = "", int socket = 0) =>
        Add(EventKind.Opened, client, e => e with { Session = session.Length > 0 ? session : "s-" + client, User = "u-" + client, Socket = socket });

    public Scene Join(string client, string stream = Stream) =>
        Add(EventKind.JoinInvoked, client, e => e with { Stream = stream }).Add(EventKind.JoinAcked, client, e => e with { Stream = stream });

    public Scene Leave(string client) =>
        Add(EventKind.LeaveInvoked, client, e => e with { Stream = Stream }).Add(EventKind.LeaveAcked, client, e => e with { Stream = Stream });

    public Scene Invoke(string client, long message, DeliveryClass deliveryClass = DeliveryClass.Group, string stream = Stream, string? session = null, int socket = 0) =>
        Add(EventKind.Invoked, client, e => e with { Message = message, Stream = stream, Class = deliveryClass, Session = session, Socket = socket });

    public Scene Ack(string client, long message) => Add(EventKind.Acked, client, e => e with { Message = message });

    public Scene Publish(string client, long message, DeliveryClass deliveryClass = DeliveryClass.Group, string stream = Stream) =>
        Invoke(client, message, deliveryClass, stream).Ack(client, message);

    public Scene Deliver(string client, long message, string stream = Stream, string? session = null, int socket = 0, string? epoch = null, ulong offset = 0) =>
        Add(EventKind.Delivered, client, e => e with { Message = message, Stream = stream, Session = session, Socket = socket, Epoch = epoch, Offset = offset });

    public Scene Restart(string client, bool? whole = null)
    {
        Add(EventKind.Lost, client).Add(EventKind.Restarted, client, e => e with { Session = $"s-{client}-{_at}" });
        return whole is { } known ? Add(EventKind.Rejoined, client, e => e with { Stream = Stream, Whole = known }) : this;
    }

    public Scene Recover(string client, int socket = 0, string? session = null) =>
        Add(EventKind.Recovered, client, e => e with { Session = session ?? "s-" + client, Socket = socket });

    public Scene Present(string client, params string[] sessions) => Add(EventKind.Present, client, e => e with { Stream = Stream, Sessions = sessions });

    public Scene Close(string client, string? reason = null) => Add(EventKind.Closed, client, e => e with { Reason = reason });

    public Verdict Check(FaultEffects effects = FaultEffects.None) => HistoryChecker.Check(_events, effects);

    public ViolationKind[] Kinds(FaultEffects effects = FaultEffects.None) => [.. Check(effects).Violations.Select(each => each.Kind)];
}
