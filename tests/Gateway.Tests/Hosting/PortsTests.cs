using System.Net;
using System.Net.Sockets;
using Sws.Gateway.Hosting;

namespace Sws.Gateway.Tests.Hosting;

public sealed class PortsTests
{
    [Fact]
    public void Resolve_Any_FreeAndNoneThatAConnectionGoingOutMayTakeBeforeItIsOpened()
    {
        int port = Ports.Resolve(0);

        Assert.InRange(port, 1024, 32767);
        using TcpListener listener = new(IPAddress.Any, port);
        listener.Start();
    }

    [Fact]
    public void Resolve_OneThatIsSet_ThatOne() => Assert.Equal(4711, Ports.Resolve(4711));
}
