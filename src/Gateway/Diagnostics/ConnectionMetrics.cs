using System.Diagnostics.Metrics;
using Sws.Gateway.Connections;
using Sws.Protocol;

namespace Sws.Gateway.Diagnostics;

/// <summary>Figures of sockets: refusals, handshakes, ends. Tags come from closed tables.</summary>
internal sealed class ConnectionMetrics
{
    // From a warm local handshake (about 1 ms) to the deadline, 2 s.
    private static readonly InstrumentAdvice<double> HandshakeBuckets = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2],
    };

    private static readonly KeyValuePair<string, object?> ByClient = new("by", "client");
    private static readonly KeyValuePair<string, object?> ByTimer = new("by", "timer");

    private readonly Histogram<double> _handshakes;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _closed;
    private readonly Counter<long> _holds;
    private readonly Counter<long> _resumes;
    private readonly TimeProvider _time;

    public ConnectionMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        Meter meter = meters.Create(MeterNames.Gateway);
        _handshakes = meter.CreateHistogram(
            "sws.handshake.duration", "s", "From the upgrade's answer until the client is authorised or refused.", tags: null, HandshakeBuckets);
        _refused = meter.CreateCounter<long>("sws.connection.refused", "{connection}", "Connections that were refused before their handshake, by HTTP status.");
        _closed = meter.CreateCounter<long>("sws.session.closed", "{session}", "Sockets of sessions that were closed in good order, by reason.");
        _holds = meter.CreateCounter<long>("sws.hold.released", "{connection}", "Hold-backs of output that ended, by the client's first record or by the timer.");
        _resumes = meter.CreateCounter<long>("sws.session.resumes", "{session}", "Clients that came back for their session, by outcome.");
    }

    public void Refused(UpgradeRefusal refusal) => _refused.Add(1, new KeyValuePair<string, object?>("status", refusal.Status));

    /// <summary>A client was answered its upgrade and begins its handshake.</summary>
    public ConnectMeasure Connecting(ClientUrl url) => new(this, url, _time.GetTimestamp());

    /// <summary>A handshake ended.</summary>
    /// <param name="started">When it began.</param>
    /// <param name="failure">Why it failed, or null.</param>
    public void HandshakeFinished(long started, CloseReason? failure) =>
        _handshakes.Record(_time.GetElapsedTime(started).TotalSeconds, Outcome(failure));

    public void ResumeFinished(CloseReason? failure) => _resumes.Add(1, Outcome(failure));

    public void SessionClosed(CloseReason reason) => _closed.Add(1, new KeyValuePair<string, object?>("reason", reason.Tag));

    public void HoldEnded(bool byClient) => _holds.Add(1, byClient ? ByClient : ByTimer);

    private static KeyValuePair<string, object?> Outcome(CloseReason? failure) => new("outcome", failure?.Tag ?? "ok");
}
