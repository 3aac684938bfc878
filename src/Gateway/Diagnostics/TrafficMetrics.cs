using System.Diagnostics.Metrics;
using Sws.Gateway.Connections;
using Sws.Gateway.Limits;
using Sws.Gateway.Sessions;

namespace Sws.Gateway.Diagnostics;

/// <summary>
/// Figures that are looked up when somebody asks: how many sockets and sessions there are, and what went over them. Each
/// socket counts for itself, on cache lines that it uses anyway, so that counting costs nothing per message.
/// </summary>
internal sealed class TrafficMetrics
{
    private static readonly KeyValuePair<string, object?> In = new("direction", "in");
    private static readonly KeyValuePair<string, object?> Out = new("direction", "out");
    private static readonly KeyValuePair<string, object?> Attached = new("state", "attached");
    private static readonly KeyValuePair<string, object?> Detached = new("state", "detached");

    private readonly ConnectionTable _connections;
    private readonly SessionRegistry _sessions;

    public TrafficMetrics(IMeterFactory meters, ConnectionTable connections, AdmissionControl admission, SessionRegistry sessions)
    {
        _connections = connections;
        _sessions = sessions;
        Meter meter = meters.Create(MeterNames.Gateway);
        meter.CreateObservableUpDownCounter("sws.connections", () => connections.Count, "{connection}", "Sockets of this edge, in handshake or serving.");
        meter.CreateObservableUpDownCounter("sws.handshakes.active", () => admission.Handshakes, "{connection}", "Sockets that are not authorised yet.");
        meter.CreateObservableUpDownCounter("sws.sessions", CountSessions, "{session}", "Sessions of this edge, with a socket or waiting for their client.");
        meter.CreateObservableCounter("sws.messages", CountMessages, "{message}", "Records from and to clients; one message each.");
        meter.CreateObservableCounter("sws.bytes", CountBytes, "By", "Bytes of these records with their frames.");
    }

    private Measurement<long>[] CountSessions()
    {
        long attached = 0;
        long detached = 0;
        foreach (EdgeSession session in _sessions.All)
        {
            _ = session.IsAway ? detached++ : attached++;
        }

        return [new(attached, Attached), new(detached, Detached)];
    }

    private Measurement<long>[] CountMessages()
    {
        Traffic traffic = _connections.Traffic();
        return [new(traffic.MessagesIn, In), new(traffic.MessagesOut, Out)];
    }

    private Measurement<long>[] CountBytes()
    {
        Traffic traffic = _connections.Traffic();
        return [new(traffic.BytesIn, In), new(traffic.BytesOut, Out)];
    }
}
