using System.Net;
using Microsoft.Extensions.Time.Testing;
using Sws.Gateway.Connections;
using Sws.Gateway.Limits;

namespace Sws.Gateway.Tests.Limits;

public class AdmissionControlTests
{
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.1");

    [Fact]
    public void Enter_ConnectionsFull_OverloadedUntilOneLeaves()
    {
        AdmissionControl control = Control(connections: 2, handshakes: 10);
        AdmissionTicket first = Done(control.Enter(Address));
        Done(control.Enter(Address));

        Assert.Equal(UpgradeRefusal.Overloaded, control.Enter(Address).Refusal);
        first.Dispose();
        first.Dispose();
        Done(control.Enter(Address));
        Assert.Equal(UpgradeRefusal.Overloaded, control.Enter(Address).Refusal);
    }

    [Fact]
    public void Enter_HandshakesFull_OverloadedUntilOneIsDone()
    {
        AdmissionControl control = Control(connections: 10, handshakes: 1);
        AdmissionTicket first = control.Enter(Address);
        Assert.Null(first.Refusal);

        Assert.Equal(UpgradeRefusal.Overloaded, control.Enter(Address).Refusal);
        first.HandshakeDone();
        first.HandshakeDone();
        Assert.Null(control.Enter(Address).Refusal);
        Assert.Equal(UpgradeRefusal.Overloaded, control.Enter(Address).Refusal);
    }

    [Fact]
    public void Enter_Stopped_Overloaded()
    {
        AdmissionControl control = Control(connections: 10, handshakes: 10);
        control.Stop();

        Assert.Equal(UpgradeRefusal.Overloaded, control.Enter(Address).Refusal);
    }

    [Fact]
    public void Enter_AddressTooFast_TooManyRequestsAndNoPlaceTaken()
    {
        AdmissionControl control = Control(connections: 2, handshakes: 2, burst: 1);
        Done(control.Enter(Address));

        for (int attempt = 0; attempt < 5; attempt++)
        {
            using AdmissionTicket refused = control.Enter(Address);
            Assert.Equal(UpgradeRefusal.TooManyRequests, refused.Refusal);
        }

        Assert.Null(control.Enter(IPAddress.Loopback).Refusal);
    }

    private static AdmissionTicket Done(AdmissionTicket ticket)
    {
        Assert.Null(ticket.Refusal);
        ticket.HandshakeDone();
        return ticket;
    }

    private static AdmissionControl Control(int connections, int handshakes, int burst = 100)
    {
        AdmissionLimits limits = new(connections, handshakes, 1, burst);
        return new AdmissionControl(limits, new AddressRateLimiter(limits, new FakeTimeProvider()));
    }
}
