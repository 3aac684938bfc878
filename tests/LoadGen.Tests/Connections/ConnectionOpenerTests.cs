using System.Net;
using System.Net.Sockets;
using Sws.LoadGen.Commands;
using Sws.LoadGen.Connections;

namespace Sws.LoadGen.Tests.Connections;

public sealed class ConnectionOpenerTests
{
    [Fact]
    public async Task Open_SystemGivesNoSocket_IsAnErrorByName()
    {
        var options = new RunOptions { Scenario = "connect", Urls = ["ws://127.0.0.1:1/"] };
        using var settings = new ConnectionSettings(options, [new ServerAddress(new NoFamily(), "h", "h", "/", false)], TimeProvider.System);

        var (connection, error) = await new ConnectionOpener(settings, new WireStyle(Masked: true, KeepsBuffer: false))
            .OpenAsync(new ConnectionTarget(0), new NoHandler(), TestContext.Current.CancellationToken);

        Assert.Null(connection);
        Assert.Equal(ConnectionError.ConnectFailed, error);
    }

    /// <summary>An address of a family that no system has sockets for.</summary>
    private sealed class NoFamily() : IPEndPoint(IPAddress.Loopback, 1)
    {
        public override AddressFamily AddressFamily => AddressFamily.Unknown;
    }

    private sealed class NoHandler : IConnectionHandler
    {
        public void OnOpened(LeanConnection connection) => throw new InvalidOperationException("Nothing was opened.");

        public void OnMessage(LeanConnection connection, ReadOnlySpan<byte> payload) => throw new InvalidOperationException("Nothing was opened.");

        public void OnClosed(LeanConnection connection, string? error) => throw new InvalidOperationException("Nothing was opened.");
    }
}
