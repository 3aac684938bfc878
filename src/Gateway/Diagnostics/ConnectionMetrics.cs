using System.Diagnostics.Metrics;
using Sws.Protocol;

namespace Sws.Gateway.Diagnostics;

/// <summary>Figures of handshakes and session ends. Tags come from the closed table of close reasons.</summary>
internal sealed class ConnectionMetrics
{
    /// <summary>Name of the meter of all areas of the gateway.</summary>
    public const string MeterName = "Sws.Gateway";

    private readonly Histogram<double> _handshakes;
    private readonly Counter<long> _closed;
    private readonly TimeProvider _time;

    public ConnectionMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        Meter meter = meters.Create(MeterName);
        _handshakes = meter.CreateHistogram<double>("sws.handshake.duration", "s", "From the upgrade's answer until the client is authorised or refused.");
        _closed = meter.CreateCounter<long>("sws.session.closed", "{session}", "Sockets of sessions that were closed in good order, by reason.");
    }

    public long Timestamp() => _time.GetTimestamp();

    public void HandshakeFinished(long started, CloseReason? failure) => _handshakes.Record(
        _time.GetElapsedTime(started).TotalSeconds,
        new KeyValuePair<string, object?>("outcome", failure?.Tag ?? "ok"));

    public void SessionClosed(CloseReason reason) => _closed.Add(1, new KeyValuePair<string, object?>("reason", reason.Tag));
}
