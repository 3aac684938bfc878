using System.Net.WebSockets;
using System.Text;
using Sws.Client.Tests.Peers;
using Sws.Testing;

namespace Sws.Client.Tests.Connections;

/// <summary>A close while somebody else receives, who may never do so again.</summary>
public sealed class SwsConnectionCloseTests
{
    [Fact]
    public async Task CloseAsync_ReceiverGetsARecordAndDoesNotComeBack_EndsWithTheServersAnswer()
    {
        await using var server = new PeerServer();
        var (peer, connection) = await OpenAsync(server, TimeProvider.System);
        var receiving = connection.ReceiveAsync().AsTask();
        var closing = connection.CloseAsync();
        await ReceiveCloseAsync(peer);
        await peer.SendAsync("late"u8);
        Assert.Equal("late", Encoding.UTF8.GetString((await receiving.Within(Timeouts.Step, "the record"))!.Value.Span));
        await AnswerCloseAsync(peer);
        await closing.Within(Timeouts.Step, "the close");
        Assert.Null(await connection.ReceiveAsync().AsTask().Within(Timeouts.Step, "the end"));
        await connection.DisposeAsync().AsTask().Within(Timeouts.Step, "the end of the connection");
    }

    [Fact]
    public async Task DisposeAsync_ReceiverDoesNotComeBackAndServerDoesNotAnswer_EndsAfterASecond()
    {
        var time = new ObservedTime();
        await using var server = new PeerServer();
        var (peer, connection) = await OpenAsync(server, time);
        var receiving = connection.ReceiveAsync().AsTask();
        var disposing = connection.DisposeAsync().AsTask();
        await time.ArmedAsync(due => due == TimeSpan.FromSeconds(1), "the limit of the close");
        await ReceiveCloseAsync(peer);
        await peer.SendAsync("late"u8);
        await receiving.Within(Timeouts.Step, "the record");
        Assert.False(disposing.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await disposing.Within(Timeouts.Step, "the end of the connection");
    }

    [Fact]
    public async Task ReceiveAsync_WhileACloseReadsOn_WaitsForTheEnd()
    {
        await using var server = new PeerServer();
        var (peer, connection) = await OpenAsync(server, TimeProvider.System);
        var closing = connection.CloseAsync();
        await ReceiveCloseAsync(peer);
        var receiving = connection.ReceiveAsync().AsTask();
        await peer.SendAsync("late"u8);
        await AnswerCloseAsync(peer);
        Assert.Null(await receiving.Within(Timeouts.Step, "the end"));
        await closing.Within(Timeouts.Step, "the close");
        await connection.DisposeAsync();
    }

    private static async Task<(Peer Peer, SwsConnection Connection)> OpenAsync(PeerServer server, TimeProvider time)
    {
        var accepting = server.AcceptAsync();
        var connection = await SwsConnection.ConnectAsync(server.Options with { Version = 1, TimeProvider = time })
            .Within(Timeouts.Step, "the connect");
        return (await accepting, connection);
    }

    private static async Task ReceiveCloseAsync(Peer peer)
        => Assert.Null(await peer.ReceiveAsync("the client's close"));

    private static async Task AnswerCloseAsync(Peer peer)
    {
        await peer.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        peer.Socket.Dispose();
    }
}
