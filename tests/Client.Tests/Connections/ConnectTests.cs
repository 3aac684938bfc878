using System.Net;
using System.Net.WebSockets;
using Sws.Client.Tests.Peers;
using Sws.Testing;

namespace Sws.Client.Tests.Connections;

public sealed class ConnectTests
{
    [Theory]
    [InlineData(404, false)]
    [InlineData(426, false)]
    [InlineData(401, false)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    [InlineData(502, true)]
    public async Task ConnectAsync_HttpRefusal_ThrowsWithStatus(int status, bool mayRetry)
    {
        await using var server = new PeerServer();
        var refusing = server.RefuseAsync(status);
        var thrown = await Assert.ThrowsAsync<SwsConnectException>(() => SwsConnection.ConnectAsync(server.Options));
        await refusing;
        Assert.Equal(SwsConnectFailure.HttpRefused, thrown.Failure);
        Assert.Equal((HttpStatusCode)status, thrown.HttpStatus);
        Assert.Equal(mayRetry, thrown.MayRetry);
    }

    [Fact]
    public async Task ConnectAsync_NobodyListens_ThrowsUnreachable()
    {
        var url = new Uri($"ws://127.0.0.1:{Ports.Free()}/");
        var thrown = await Assert.ThrowsAsync<SwsConnectException>(
            () => SwsConnection.ConnectAsync(new SwsConnectionOptions { Url = url, Trust = ServerTrust.Insecure }));
        Assert.Equal(SwsConnectFailure.Unreachable, thrown.Failure);
        Assert.True(thrown.MayRetry);
    }

    [Fact]
    public async Task ConnectAsync_ServerSaysNothing_ThrowsTimedOut()
    {
        var time = new ObservedTime();
        await using var server = new PeerServer();
        var accepting = server.AcceptWebSocketAsync();
        var connecting = SwsConnection.ConnectAsync(server.Options with { TimeProvider = time, ConnectTimeout = TimeSpan.FromSeconds(7) });
        await time.ArmedAsync(due => due == TimeSpan.FromSeconds(7), "the deadline");
        await accepting;
        time.Advance(TimeSpan.FromSeconds(7));
        var thrown = await Assert.ThrowsAsync<SwsConnectException>(() => connecting.Within(Timeouts.Step, "the refusal"));
        Assert.Equal(SwsConnectFailure.TimedOut, thrown.Failure);
        Assert.True(thrown.MayRetry);
    }

    [Fact]
    public async Task ConnectAsync_Cancelled_Throws()
    {
        await using var server = new PeerServer();
        using var cancel = new CancellationTokenSource();
        var accepting = server.AcceptWebSocketAsync();
        var connecting = SwsConnection.ConnectAsync(server.Options, cancel.Token);
        await accepting;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.Within(Timeouts.Step, "the cancellation"));
    }

    [Fact]
    public async Task ConnectAsync_ServerCloses_ThrowsWithStatus()
    {
        await using var server = new PeerServer();
        var connecting = SwsConnection.ConnectAsync(server.Options);
        var (socket, _) = await server.AcceptWebSocketAsync();
        await socket.CloseOutputAsync((WebSocketCloseStatus)4402, "Too many requests, slow down", CancellationToken.None);
        var thrown = await Assert.ThrowsAsync<SwsConnectException>(() => connecting.Within(Timeouts.Step, "the refusal"));
        Assert.Equal(SwsConnectFailure.Closed, thrown.Failure);
        Assert.Equal(4402, thrown.CloseStatus?.Code);
        Assert.Equal("rate_limited", thrown.CloseStatus?.Tag);
        Assert.True(thrown.MayRetry);
    }

    [Fact]
    public async Task ConnectAsync_BinaryDuringHandshake_ThrowsHandshakeFailed()
    {
        await using var server = new PeerServer();
        var connecting = SwsConnection.ConnectAsync(server.Options);
        var (socket, _) = await server.AcceptWebSocketAsync();
        await socket.SendAsync(new byte[] { 1, 2, 3 }, WebSocketMessageType.Binary, true, CancellationToken.None);
        var thrown = await Assert.ThrowsAsync<SwsConnectException>(() => connecting.Within(Timeouts.Step, "the refusal"));
        Assert.Equal(SwsConnectFailure.HandshakeFailed, thrown.Failure);
        Assert.False(thrown.MayRetry);
    }

    [Fact]
    public void ConnectAsync_VisibleMistakes_ThrowAtOnce()
    {
        var good = new SwsConnectionOptions { Url = new Uri("ws://localhost/"), Trust = ServerTrust.Insecure };
        Assert.Throws<ArgumentException>(() => { _ = SwsConnection.ConnectAsync(good with { Url = new Uri("http://localhost/") }); });
        Assert.Throws<ArgumentException>(() => { _ = SwsConnection.ConnectAsync(good with { Version = 3 }); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = SwsConnection.ConnectAsync(good with { MaxMessageBytes = 0 }); });
        Assert.Throws<ArgumentException>(() => ServerTrust.Pin(new byte[31]));
    }
}
