using System.Text;
using System.Text.Json.Nodes;
using Sws.Protocol;
using Sws.Testing;

namespace Sws.EndToEnd.Tests;

/// <summary>The traps of real clients, one by one, over real sockets.</summary>
[Collection<GatewayGroup>]
public sealed class TrapTests(GatewayFixture fixture)
{
    private const string Origin = "Origin: http://localhost:1234";
    private const string Json = "protocol=json.webpubsub.azure.v1";

    private Uri Echo => fixture.Gateway.Url("echo");

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Frames_MaskedOrNotAsTheirPeersDo_AreAccepted(bool masked, bool origin)
    {
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(Echo, origin ? [Origin] : [])) { Masked = masked };
        await client.ShakeHandsAsync();
        await client.SendAsync("hello");
        Assert.Equal("hello"u8.ToArray(), await client.ReadAsync("the echo"));
    }

    [Fact]
    public async Task Frame_UnmaskedFromABrowser_IsRefused()
    {
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(Echo, Origin));
        await client.SendTextAsync(client.Hello().ToJsonString());
        await client.Socket.ExpectCloseAsync(CloseReason.FrameUnmasked);
    }

    [Theory]
    [InlineData(false, 20)]
    [InlineData(true, 1000)]
    public async Task FirstOutput_ClientSaysNothing_IsHeldBack(bool origin, int atLeast)
    {
        // The reference ignores frames for 20 ms after its ClientReady, and for as long as a browser throttles its timer.
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(fixture.Gateway.Url("chat", Json), origin ? [Origin] : [])) { Masked = origin };
        await client.SendTextAsync(client.Hello().ToJsonString());
        await client.ReadServerHelloAsync();
        var ready = client.Ready().ToJsonString();
        var sent = TimeProvider.System.GetTimestamp();
        await client.SendTextAsync(ready);
        var greeting = await client.ReadJsonAsync("the connected message");
        Assert.Equal("connected", (string?)greeting["event"]);
        Assert.InRange(TimeProvider.System.GetElapsedTime(sent).TotalMilliseconds, atLeast, 10_000);
    }

    [Fact]
    public async Task FirstOutput_ClientHasSentARecord_IsHeldNoLonger()
    {
        // Whoever sends a record listens: even a browser's second of patience is over then.
        await using var client = await RawSwsClient.OpenAsync(fixture.Gateway.Url("chat", Json), 1, Origin);
        var sent = TimeProvider.System.GetTimestamp();
        await client.SendAsync("""{"type":"ping"}""");
        await client.ReadJsonAsync("the connected message");
        Assert.InRange(TimeProvider.System.GetElapsedTime(sent).TotalMilliseconds, 0, 1000);
    }

    [Fact]
    public async Task Records_RightBehindReady_AreKeptUntilAuthorised()
    {
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(Echo));
        await client.SendTextAsync(client.Hello().ToJsonString());
        await client.ReadServerHelloAsync();
        var records = Enumerable.Range(0, 100).Select(number => client.Record([(byte)number])).ToList();
        await client.Socket.SendAsync([RawFrame.OfText(client.Ready().ToJsonString()), .. records]);
        for (var number = 0; number < records.Count; number++)
        {
            Assert.Equal([(byte)number], await client.ReadAsync($"echo {number}"));
        }
    }

    [Theory]
    [InlineData("altered")]
    [InlineData("repeated")]
    [InlineData("skipped")]
    [InlineData("cut")]
    [InlineData("empty")]
    public async Task Record_ThatDoesNotOpen_EndsTheConnection(string how)
    {
        await using var client = await RawSwsClient.OpenAsync(Echo);
        var first = client.Seal([1, 2, 3]);
        await client.Socket.SendAsync(new RawFrame(RawFrame.Binary, first));
        Assert.Equal([1, 2, 3], await client.ReadAsync("the echo"));

        var second = client.Seal([1, 2, 3]);
        var bad = how switch
        {
            "altered" => [.. second[..^1], (byte)(second[^1] ^ 0x80)],
            "repeated" => first,
            "skipped" => client.Seal([1, 2, 3]),
            "cut" => second[..15],
            _ => [],
        };
        await client.Socket.SendAsync(new RawFrame(RawFrame.Binary, bad), new RawFrame(RawFrame.Binary, second));
        await client.Socket.ExpectCloseAsync(CloseReason.RecordForged);
    }

    [Fact]
    public async Task Close_PeerDoesNotAnswer_EndsTheConnection()
    {
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(Echo));
        await client.SendTextAsync("hello");
        var close = await client.Socket.ReadMessageAsync("the close frame");
        Assert.Equal(CloseReason.HandshakeNotJson.Code, close.CloseCode);
        await client.Socket.ReadEndAsync();
    }

    [Fact]
    public async Task Record_WithoutContent_IsEchoed()
    {
        await using var client = await RawSwsClient.OpenAsync(Echo);
        await client.SendAsync([]);
        Assert.Empty(await client.ReadAsync("the echo"));
    }

    [Fact]
    public async Task Compression_Offered_IsNotAccepted()
    {
        await using var socket = await RawWebSocket.ConnectAsync(Echo);
        var response = await socket.UpgradeAsync(Echo, "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");
        Assert.Equal((101, null), (response.Status, response.Header("Sec-WebSocket-Extensions")));
    }

    [Theory]
    [InlineData(Json, null)]
    [InlineData("", "json.webpubsub.azure.v1")]
    [InlineData("", "unknown.v1, json.webpubsub.azure.v1")]
    public async Task Subprotocol_NamedByUrlOrHeader_IsChosen(string query, string? header)
    {
        var url = fixture.Gateway.Url("chat", query);
        await using var socket = await RawWebSocket.ConnectAsync(url);
        var response = await socket.UpgradeAsync(url, header is null ? [] : [$"Sec-WebSocket-Protocol: {header}"]);
        Assert.Equal(101, response.Status);
        Assert.Equal(header is null ? null : "json.webpubsub.azure.v1", response.Header("Sec-WebSocket-Protocol"));

        await using var client = new RawSwsClient(socket);
        await client.ShakeHandsAsync();
        Assert.Equal("connected", (string?)(await client.ReadJsonAsync("the connected message"))["event"]);
    }

    [Fact]
    public async Task Deadline_PeerSaysNothing_EndsTheHandshake()
    {
        await using var socket = await RawWebSocket.OpenAsync(Echo);
        await socket.ExpectCloseAsync(CloseReason.HandshakeTimeout, SlowDeadline);
    }

    [Fact]
    public async Task Deadline_PeerOnlySaysHello_EndsTheHandshake()
    {
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(Echo));
        await client.SendTextAsync(client.Hello().ToJsonString());
        await client.ReadServerHelloAsync();
        await client.Socket.ExpectCloseAsync(CloseReason.HandshakeTimeout, SlowDeadline);
    }

    [Fact]
    public async Task Deadline_PeerKeepsTheConnectionBusy_IsNotMoved()
    {
        await using var socket = await RawWebSocket.OpenAsync(Echo);
        using var ended = new CancellationTokenSource();
        var busy = KeepBusyAsync(socket, ended.Token);
        var since = TimeProvider.System.GetTimestamp();
        RawFrame frame;
        do
        {
            frame = await socket.ReadFrameAsync("the close frame");
        }
        while (frame.Opcode == RawFrame.Pong);

        var elapsed = TimeProvider.System.GetElapsedTime(since);
        await ended.CancelAsync();
        await busy;
        Assert.Equal((RawFrame.Close, CloseReason.HandshakeTimeout.Code, CloseReason.HandshakeTimeout.Text), (frame.Opcode, frame.CloseCode, frame.CloseText));
        Assert.True(elapsed <= SlowDeadline, $"The close frame took {elapsed.TotalMilliseconds:0} ms.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /client/hubs/echo HTTP/1.1\r\nHost: x")]
    public async Task Deadline_RequestNeverEnds_EndsTheConnection(string start)
    {
        await using var socket = await RawWebSocket.ConnectAsync(Echo);
        await socket.SendAsync(Encoding.ASCII.GetBytes(start));
        var since = TimeProvider.System.GetTimestamp();
        await socket.ReadUntilEndAsync();
        Assert.InRange(TimeProvider.System.GetElapsedTime(since).TotalSeconds, 0, SlowDeadline.TotalSeconds);
    }

    [Theory]
    [InlineData(GatewayFixture.Version2Hub)]
    [InlineData(GatewayFixture.LockedHub)]
    public async Task Version1_WhereOnly2IsAllowed_IsRefused(string hub)
    {
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(fixture.Gateway.Url(hub)));
        await client.SendTextAsync(client.Hello().ToJsonString());
        await client.Socket.ExpectCloseAsync(CloseReason.HandshakeVersionRefused);
    }

    [Fact]
    public async Task Version2_WithoutCertificates_SaysSoAndEchoes()
    {
        await using var client = await RawSwsClient.OpenAsync(fixture.Gateway.Url(GatewayFixture.Version2Hub), version: 2);
        Assert.False((bool)JsonNode.Parse(client.ServerJson)!["requireCert"]!);
        await client.SendAsync("hello");
        Assert.Equal("hello"u8.ToArray(), await client.ReadAsync("the echo"));
    }

    // The deadline counts from the accept of the connection; a busy machine may be a little late.
    private static TimeSpan SlowDeadline { get; } = Refusal.Deadline + TimeSpan.FromSeconds(1);

    private static async Task KeepBusyAsync(RawWebSocket socket, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                await socket.SendAsync(new RawFrame(RawFrame.Ping, [1]));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or IOException)
        {
            // The test has seen enough, or the server has ended the connection.
        }
    }
}
