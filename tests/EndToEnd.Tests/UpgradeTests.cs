using System.Text;
using Sws.Testing;

namespace Sws.EndToEnd.Tests;

/// <summary>What the SWS port answers before there is a WebSocket.</summary>
[Collection<GatewayGroup>]
public sealed class UpgradeTests(GatewayFixture fixture)
{
    private Uri Echo => fixture.Gateway.Url("echo");

    [Fact]
    public async Task Upgrade_OfAHub_IsAccepted()
    {
        await using var socket = await RawWebSocket.ConnectAsync(Echo);
        var response = await socket.UpgradeAsync(Echo);
        Assert.Equal(101, response.Status);
        Assert.Equal("websocket", response.Header("Upgrade"), ignoreCase: true);
        Assert.Equal("Upgrade", response.Header("Connection"), ignoreCase: true);
        Assert.Equal(RawWebSocket.UpgradeAccept, response.Header("Sec-WebSocket-Accept"));
        Assert.Null(response.Header("Sec-WebSocket-Protocol"));
    }

    [Theory]
    [InlineData("GET /client/hubs/echo HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("POST /client/hubs/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")]
    public async Task Request_ThatIsNoUpgrade_Gets426AndOneLine(string request)
    {
        await using var socket = await RawWebSocket.ConnectAsync(Echo);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        var response = await socket.ReadResponseAsync();
        Assert.Equal(426, response.Status);
        Assert.NotEmpty(response.Body.Trim());
        Assert.DoesNotContain('\n', response.Body.Trim());
    }

    [Theory]
    [InlineData("/client/hubs/unknown")]
    [InlineData("/client/hubs/")]
    [InlineData("/elsewhere")]
    public async Task Upgrade_OfAnUnknownHub_Gets404(string path)
    {
        var url = new Uri(Echo, path);
        await using var socket = await RawWebSocket.ConnectAsync(url);
        Assert.Equal(404, (await socket.UpgradeAsync(url)).Status);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Version: 8")]
    [InlineData("Sec-WebSocket-Key: tooshort")]
    [InlineData("Connection: close")]
    public async Task Upgrade_ThatIsWrong_IsNotAccepted(string header)
    {
        await using var socket = await RawWebSocket.ConnectAsync(Echo);
        Assert.InRange((await socket.UpgradeAsync(Echo, header)).Status, 400, 426);
    }

    [Fact]
    public async Task Request_ThatIsNotHttp_EndsTheConnection()
    {
        await using var socket = await RawWebSocket.ConnectAsync(Echo);
        await socket.SendAsync(new byte[] { 0x16, 0x03, 0x01, 0x00, 0x05, 0x0d, 0x0a, 0x0d, 0x0a });
        await socket.ReadUntilEndAsync();
    }
}
