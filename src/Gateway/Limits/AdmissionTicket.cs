using Sws.Gateway.Connections;

namespace Sws.Gateway.Limits;

/// <summary>One connection's place; given back when it is disposed.</summary>
internal sealed class AdmissionTicket(AdmissionControl? control, UpgradeRefusal? refusal) : IDisposable
{
    private AdmissionControl? _control = control;
    private bool _handshakeDone;

    /// <summary>Why there is no place; null when there is.</summary>
    public UpgradeRefusal? Refusal { get; } = refusal;

    /// <summary>The handshake is over; its place is free for another.</summary>
    public void HandshakeDone()
    {
        if (!_handshakeDone)
        {
            _handshakeDone = true;
            _control?.LeaveHandshake();
        }
    }

    public void Dispose()
    {
        HandshakeDone();
        _control?.LeaveConnection();
        _control = null;
    }
}
