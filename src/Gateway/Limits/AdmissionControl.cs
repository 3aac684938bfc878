using System.Net;
using Sws.Gateway.Connections;

namespace Sws.Gateway.Limits;

/// <summary>Decides at accept whether a connection may come in. Counts, and nothing that a client could make grow.</summary>
internal sealed class AdmissionControl(AdmissionLimits limits, AddressRateLimiter rates)
{
    private int _connections;
    private int _handshakes;
    private volatile bool _stopped;

    /// <summary>Connections that are not authorised yet.</summary>
    public int Handshakes => Volatile.Read(ref _handshakes);

    /// <summary>Turns every further connection away: the node drains, or has not started yet.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Lets connections in.</summary>
    public void Open() => _stopped = false;

    /// <summary>Takes a place for a connection.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="isProxy">Whether that is a proxy, whose rate says nothing; its client's is looked at when it is known.</param>
    public AdmissionTicket Enter(IPAddress address, bool isProxy = false)
    {
        if (!isProxy && !rates.TryAcquire(address))
        {
            return new AdmissionTicket(null, UpgradeRefusal.TooManyRequests);
        }

        int connections = Interlocked.Increment(ref _connections);
        int handshakes = Interlocked.Increment(ref _handshakes);
        AdmissionTicket ticket = new(this, null);
        if (!_stopped && connections <= limits.Connections && handshakes <= limits.Handshakes)
        {
            return ticket;
        }

        ticket.Dispose();
        return new AdmissionTicket(null, UpgradeRefusal.Overloaded);
    }

    internal void LeaveHandshake() => Interlocked.Decrement(ref _handshakes);

    internal void LeaveConnection() => Interlocked.Decrement(ref _connections);
}
