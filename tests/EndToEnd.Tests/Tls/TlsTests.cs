using System.Text;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Tls;

/// <summary>An SWS port that speaks TLS.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task Handshake_ClientThatKnowsOnlyTheRoot_IsSentTheWholeChain()
    {
        using TlsFiles files = new();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(files.Settings);
        Uri url = gateway.Url("echo");
        await using RawSwsClient client = new(await RawWebSocket.ConnectTlsAsync(url, files.Client));
        Assert.Equal(101, (await client.Socket.UpgradeAsync(url)).Status);
        await client.ShakeHandsAsync();
        await client.SendAsync("hello");
        Assert.Equal("hello", Encoding.UTF8.GetString(await client.ReadAsync("the echo")));

        await gateway.StopAsync();
        Assert.Empty(gateway.ErrorLogs());
    }
}
