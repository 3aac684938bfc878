using System.Diagnostics;
using Sws.Gateway.Connections;
using Sws.Protocol;

namespace Sws.Gateway.Diagnostics;

/// <summary>Measures one client from the upgrade's answer until it is authorised or refused: its duration, and its span where somebody listens.</summary>
internal sealed class ConnectMeasure : IDisposable
{
    // The gateway's only spans: one per client that connects or comes back, none per message.
    private static readonly ActivitySource Source = new(MeterNames.Gateway);

    private readonly ConnectionMetrics _metrics;
    private readonly Activity? _span;
    private readonly long _started;
    private readonly bool _isResume;

    public ConnectMeasure(ConnectionMetrics metrics, ClientUrl url, long started)
    {
        _metrics = metrics;
        _started = started;
        _isResume = url.RecoverConnectionId is not null;
        _span = Source.StartActivity(_isResume ? "sws.resume" : "sws.connect", ActivityKind.Server);
        _span?.SetTag("sws.hub", url.Hub.Name);
    }

    /// <summary>The client is in, or refused.</summary>
    /// <param name="failure">Why it was refused, or null.</param>
    /// <param name="isAuthorisation">Whether the handshake itself went well.</param>
    public void Finish(CloseReason? failure, bool isAuthorisation)
    {
        _metrics.HandshakeFinished(_started, failure);
        if (_isResume && isAuthorisation)
        {
            _metrics.ResumeFinished(failure);
        }

        _span?.SetTag("sws.outcome", failure?.Tag ?? "ok");
        if (failure is not null)
        {
            _span?.SetStatus(ActivityStatusCode.Error, failure.Tag);
        }

        // What the session does from here on is not part of it.
        _span?.Dispose();
    }

    public void Dispose() => _span?.Dispose();
}
