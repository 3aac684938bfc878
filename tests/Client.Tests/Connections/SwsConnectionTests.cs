using System.Net.WebSockets;
using System.Text;
using Sws.Client.Tests.Peers;
using Sws.Testing;

namespace Sws.Client.Tests.Connections;

public sealed class SwsConnectionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task SendAsync_RightAfterConnect_RecordsArriveInOrder(int version)
    {
        await using var server = new PeerServer();
        var accepting = server.AcceptAsync();
        var connection = await SwsConnection.ConnectAsync(server.Options with { Version = version });
        for (var i = 0; i < 50; i++)
        {
            await connection.SendAsync(Encoding.UTF8.GetBytes($"message {i}"));
        }

        var peer = await accepting;
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal($"message {i}", Encoding.UTF8.GetString((await peer.ReceiveAsync())!));
        }

        await CloseBothAsync(connection, peer);
    }

    [Fact]
    public async Task SendAsync_ManyAtOnce_EveryRecordArrivesWhole()
    {
        var (server, peer, connection) = await OpenAsync();
        await using var _ = server;
        var sends = Enumerable.Range(0, 200).Select(i => connection.SendAsync(Encoding.UTF8.GetBytes($"{i}")).AsTask()).ToArray();
        var received = new HashSet<string>();
        for (var i = 0; i < sends.Length; i++)
        {
            received.Add(Encoding.UTF8.GetString((await peer.ReceiveAsync())!));
        }

        await Task.WhenAll(sends);
        Assert.Equal(200, received.Count);
        await CloseBothAsync(connection, peer);
    }

    [Fact]
    public async Task ReceiveAsync_ServerSendsFirst_RecordsArriveInOrder()
    {
        var (server, peer, connection) = await OpenAsync();
        await using var _ = server;
        await peer.SendAsync("one"u8);
        await peer.SendAsync([]);
        await peer.SendAsync("two"u8);
        Assert.Equal("one", Text(await ReceiveAsync(connection)));
        Assert.Equal(0, (await ReceiveAsync(connection))!.Value.Length);
        Assert.Equal("two", Text(await ReceiveAsync(connection)));
        await CloseBothAsync(connection, peer);
    }

    [Fact]
    public async Task ReceiveAsync_Cancelled_NextCallGetsTheRecord()
    {
        var (server, peer, connection) = await OpenAsync();
        await using var _ = server;
        using var cancel = new CancellationTokenSource();
        var first = connection.ReceiveAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await peer.SendAsync("late"u8);
        Assert.Equal("late", Text(await ReceiveAsync(connection)));
        await CloseBothAsync(connection, peer);
    }

    [Fact]
    public async Task ReceiveAsync_SecondAtTheSameTime_Throws()
    {
        var (server, peer, connection) = await OpenAsync();
        await using var _ = server;
        var first = connection.ReceiveAsync().AsTask();
        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.ReceiveAsync().AsTask());
        await peer.SendAsync("x"u8);
        Assert.Equal("x", Text(await first.Within(Timeouts.Step, "the first receive")));
        await CloseBothAsync(connection, peer);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task ReceiveAsync_AroundTheLimit_OnlyLongerRecordsCloseTheConnection(int over, bool accepted)
    {
        const int limit = 10_000;
        var (server, peer, connection) = await OpenAsync(o => o with { MaxMessageBytes = limit });
        await using var _ = server;
        await peer.SendAsync(new byte[limit + over]);
        var record = await ReceiveAsync(connection);
        Assert.Equal(accepted ? limit + over : null, record?.Length);
        if (!accepted)
        {
            Assert.Equal(1009, connection.CloseStatus?.Code);
            Assert.False(connection.CloseStatus?.MayRetry);
            Assert.Equal(1009, await peer.CloseReceivedAsync());
        }

        peer.Cut();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task ReceiveAsync_ForgedRecord_ClosesWith1008AndMayBeRetried()
    {
        var (server, peer, connection) = await OpenAsync();
        await using var _ = server;
        var record = peer.Seal("hello"u8);
        record[^1] ^= 1;
        await peer.SendRawAsync(record);
        Assert.Null(await ReceiveAsync(connection));
        Assert.Equal(new SwsCloseStatus(SwsCloseSource.Local, 1008, "record_forged", connection.CloseStatus!.Description), connection.CloseStatus);
        Assert.True(connection.CloseStatus.MayRetry);
        Assert.Equal(1008, await peer.CloseReceivedAsync());
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task ReceiveAsync_ShorterThanAMac_ClosesWith1008()
    {
        var (server, peer, connection) = await OpenAsync();
        await using var _ = server;
        await peer.SendRawAsync(new byte[15]);
        Assert.Null(await ReceiveAsync(connection));
        Assert.Equal("record_forged", connection.CloseStatus?.Tag);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task ReceiveAsync_RepeatedRecord_ClosesWith1008()
    {
        var (server, peer, connection) = await OpenAsync();
        await using var _ = server;
        var record = peer.Seal("again"u8);
        await peer.SendRawAsync(record);
        await peer.SendRawAsync(record);
        Assert.NotNull(await ReceiveAsync(connection));
        Assert.Null(await ReceiveAsync(connection));
        Assert.Equal("record_forged", connection.CloseStatus?.Tag);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task ReceiveAsync_TextAfterHandshake_ClosesWith1003()
    {
        var (server, peer, connection) = await OpenAsync();
        await using var _ = server;
        await peer.SendRawAsync("hello"u8.ToArray(), WebSocketMessageType.Text);
        Assert.Null(await ReceiveAsync(connection));
        Assert.Equal(1003, connection.CloseStatus?.Code);
        Assert.Equal(1003, await peer.CloseReceivedAsync());
        await connection.DisposeAsync();
    }

    [Theory]
    [InlineData(1000, "Closed normally", "normal", false)]
    [InlineData(1001, "Server is draining, connect again", "draining", true)]
    [InlineData(1008, "something else", null, false)]
    [InlineData(1011, "Internal server error", "server_error", true)]
    [InlineData(4401, "Client reads too slowly", "slow_consumer", true)]
    [InlineData(4501, "Closed by the application", "closed_by_server", false)]
    [InlineData(4499, "unknown", null, true)]
    public async Task ReceiveAsync_ServerCloses_StatusSaysWhyAndWhetherToRetry(int code, string text, string? tag, bool mayRetry)
    {
        var (server, peer, connection) = await OpenAsync();
        await using var _ = server;
        var closing = peer.CloseAsync(code, text);
        Assert.Null(await ReceiveAsync(connection));
        await closing;
        Assert.Equal(new SwsCloseStatus(SwsCloseSource.Remote, code, tag, text), connection.CloseStatus);
        Assert.Equal(mayRetry, connection.CloseStatus!.MayRetry);
        var thrown = await Assert.ThrowsAsync<SwsClosedException>(() => connection.SendAsync("x"u8.ToArray()).AsTask());
        Assert.DoesNotContain("something else", thrown.Message, StringComparison.Ordinal);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task ReceiveAsync_ConnectionCut_StatusIsTransport()
    {
        var (server, peer, connection) = await OpenAsync();
        await using var _ = server;
        peer.Cut();
        Assert.Null(await ReceiveAsync(connection));
        Assert.Equal(SwsCloseSource.Transport, connection.CloseStatus?.Source);
        Assert.True(connection.CloseStatus!.MayRetry);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task CloseAsync_ServerAnswers_EndsAPendingReceive()
    {
        var (server, peer, connection) = await OpenAsync();
        await using var _ = server;
        var receiving = connection.ReceiveAsync().AsTask();
        var closing = connection.CloseAsync();
        Assert.Equal(1000, await peer.CloseReceivedAsync());
        await closing.Within(Timeouts.Step, "the close");
        Assert.Null(await receiving.Within(Timeouts.Step, "the pending receive"));
        Assert.Equal(SwsCloseSource.Local, connection.CloseStatus?.Source);
        await connection.DisposeAsync();
        Assert.Null(await ReceiveAsync(connection));
    }

    [Fact]
    public async Task DisposeAsync_ServerDoesNotAnswer_EndsAfterASecond()
    {
        var time = new ObservedTime();
        var (server, _, connection) = await OpenAsync(o => o with { TimeProvider = time });
        await using var disposeServer = server;
        var disposing = connection.DisposeAsync().AsTask();
        await time.ArmedAsync(due => due == TimeSpan.FromSeconds(1), "the limit of the close");
        Assert.False(disposing.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await disposing.Within(Timeouts.Step, "the end of the connection");
    }

    [Fact]
    public async Task ReceiveAllAsync_ServerCloses_YieldsWhatCameBefore()
    {
        var (server, peer, connection) = await OpenAsync();
        await using var _ = server;
        await peer.SendAsync("a"u8);
        await peer.SendAsync("b"u8);
        var closing = peer.CloseAsync(1000, "bye");
        var all = new List<string>();
        await foreach (var record in connection.ReceiveAllAsync())
        {
            all.Add(Encoding.UTF8.GetString(record.Span));
        }

        await closing;
        Assert.Equal(["a", "b"], all);
        await connection.DisposeAsync();
    }

    private static async Task<(PeerServer Server, Peer Peer, SwsConnection Connection)> OpenAsync(
        Func<SwsConnectionOptions, SwsConnectionOptions>? configure = null)
    {
        var server = new PeerServer();
        var accepting = server.AcceptAsync();
        var options = server.Options with { Version = 1 };
        var connection = await SwsConnection.ConnectAsync(configure?.Invoke(options) ?? options).Within(Timeouts.Step, "the connect");
        return (server, await accepting, connection);
    }

    private static Task<ReadOnlyMemory<byte>?> ReceiveAsync(SwsConnection connection)
        => connection.ReceiveAsync().AsTask().Within(Timeouts.Step, "a record from the server");

    private static string Text(ReadOnlyMemory<byte>? record) => Encoding.UTF8.GetString(record!.Value.Span);

    private static async Task CloseBothAsync(SwsConnection connection, Peer peer)
    {
        var disposing = connection.DisposeAsync();
        await peer.CloseReceivedAsync();
        await disposing;
    }
}
