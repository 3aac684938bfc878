using Sws.Client.Tests.Peers;
using Sws.Protocol.Messaging;
using Sws.Testing;

namespace Sws.Client.Tests.Sessions;

public sealed class PublishTests
{
    [Fact]
    public async Task ConnectAsync_Url_NamesProtocolAndKeepsTheQuery()
    {
        await using var harness = await ClientHarness.ConnectAsync(o => o with { Url = new Uri(o.Url + "?tenant=7") });
        Assert.Equal("tenant=7&protocol=json.reliable.webpubsub.azure.v1", harness.Peer.Query.TrimStart('?'));
        Assert.Equal("c1", harness.Client.ConnectionId);
        Assert.Equal("alice", harness.Client.UserId);
        Assert.Equal(SwsClientState.Connected, harness.Client.State);
    }

    [Fact]
    public async Task ConnectAsync_FirstMessageIsNotConnected_Throws()
    {
        await using var server = new PeerServer();
        var connecting = SwsClient.ConnectAsync(new SwsClientOptions { Url = server.Url, Trust = ServerTrust.Insecure });
        var peer = await server.AcceptAsync();
        await peer.SendAsync(new ServerData(SwsData.Text("hi")), 1);
        Assert.Equal(1007, await peer.CloseReceivedAsync());
        var thrown = await Assert.ThrowsAsync<SwsConnectException>(() => connecting.Within(Timeouts.Step, "the refusal"));
        Assert.Equal(SwsConnectFailure.Closed, thrown.Failure);
    }

    [Fact]
    public async Task ConnectAsync_Refused_ThrowsAndDoesNotRetry()
    {
        await using var server = new PeerServer();
        var refusing = server.RefuseAsync(503);
        var thrown = await Assert.ThrowsAsync<SwsConnectException>(
            () => SwsClient.ConnectAsync(new SwsClientOptions { Url = server.Url, Trust = ServerTrust.Insecure }));
        await refusing;
        Assert.Equal(SwsConnectFailure.HttpRefused, thrown.Failure);
    }

    [Fact]
    public async Task SendMethods_EachKind_ArriveAsTheirMessage()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        var (client, peer) = (harness.Client, harness.Peer);

        var sending = client.SendToGroupAsync("g", "hello", noEcho: true);
        var toGroup = await peer.ReceiveAsync<SendToGroup>();
        Assert.Equal(("g", "hello", true), (toGroup.Group, toGroup.Data.AsText(), toGroup.NoEcho));
        await peer.AckAsync(toGroup.AckId);
        Assert.Equal(new AckResult(false, null), await sending.Within(Timeouts.Step, "the ack"));

        sending = client.SendToUserAsync("bob", SwsData.Json(new { A = 1 }));
        var toUser = await peer.ReceiveAsync<SendToUser>();
        Assert.Equal(("bob", """{"a":1}"""), (toUser.UserId, toUser.Data.AsText()));
        await peer.AckAsync(toUser.AckId);
        await sending.Within(Timeouts.Step, "the ack");

        sending = client.SendToConnectionAsync("c9", SwsData.Binary(new byte[] { 1, 2 }));
        var toConnection = await peer.ReceiveAsync<SendToConnection>();
        Assert.Equal(SwsData.Binary(new byte[] { 1, 2 }), toConnection.Data);
        await peer.AckAsync(toConnection.AckId);
        await sending.Within(Timeouts.Step, "the ack");

        sending = client.LeaveGroupAsync("g");
        await peer.AckAsync((await peer.ReceiveAsync<LeaveGroup>()).AckId);
        await sending.Within(Timeouts.Step, "the ack");
        Assert.True(toGroup.AckId < toUser.AckId && toUser.AckId < toConnection.AckId);
    }

    [Fact]
    public async Task SendToGroupAsync_Refused_ThrowsWithNameCodeAndTemporary()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        var sending = harness.Client.SendToGroupAsync("g", "x");
        var sent = await harness.Peer.ReceiveAsync<SendToGroup>();
        await harness.Peer.SendAsync(new Ack(sent.AckId!.Value, false, new MessageError("Forbidden", "secret words", 403, true), null));
        var thrown = await Assert.ThrowsAsync<SwsAckException>(() => sending.Within(Timeouts.Step, "the ack"));
        Assert.Equal(("Forbidden", 403, true), (thrown.Name, thrown.Code, thrown.Temporary));
        Assert.DoesNotContain("secret words", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendToGroupAsync_Duplicate_IsSuccess()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        var sending = harness.Client.SendToGroupAsync("g", "x");
        var sent = await harness.Peer.ReceiveAsync<SendToGroup>();
        await harness.Peer.SendAsync(new Ack(sent.AckId!.Value, false, new MessageError("Duplicate", "", 409, false), null));
        Assert.True((await sending.Within(Timeouts.Step, "the ack")).Duplicate);
    }

    [Fact]
    public async Task SendToGroupAsync_WrongArguments_ThrowAndKeepTheConnection()
    {
        await using var harness = await ClientHarness.ConnectAsync(limits: new ConnectionLimits(200, 1000, 1 << 20, 128));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.SendToGroupAsync("", "x"));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.SendToGroupAsync(new string('é', 513), "x"));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.SendToGroupAsync("g", new MessageData(DataKind.Json, "{"u8.ToArray())));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.SendToGroupAsync("g", new MessageData(DataKind.Text, new byte[] { 0xff })));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.SendToGroupAsync("g", new string('x', 201)).Within(Timeouts.Step, "the refusal"));
        await harness.SyncAsync();
    }

    [Fact]
    public async Task SendToGroupAsync_AllPlacesTaken_WaitsForOne()
    {
        await using var harness = await ClientHarness.ConnectAsync(o => o with { MaxPendingSends = 2 });
        var first = harness.Client.SendToGroupAsync("g", "1");
        var second = harness.Client.SendToGroupAsync("g", "2");
        var third = harness.Client.SendToGroupAsync("g", "3");
        var sent = await harness.Peer.ReceiveAsync<SendToGroup>();
        Assert.Equal("2", (await harness.Peer.ReceiveAsync<SendToGroup>()).Data.AsText());
        await harness.Peer.AckAsync(sent.AckId);
        Assert.Equal("3", (await harness.Peer.ReceiveAsync<SendToGroup>()).Data.AsText());
        await first.Within(Timeouts.Step, "the first ack");
        Assert.False(second.IsCompleted || third.IsCompleted);
    }

    [Fact]
    public async Task SendToGroupAsync_ManyMoreThanPlaces_AreSentInTheOrderOfTheCalls()
    {
        await using var harness = await ClientHarness.ConnectAsync(o => o with { MaxPendingSends = 3 });
        using var cancel = new CancellationTokenSource();
        var sends = Enumerable.Range(0, 100)
            .Select(i => harness.Client.SendToGroupAsync("g", $"{i}", cancellationToken: i == 50 ? cancel.Token : default)).ToArray();
        await cancel.CancelAsync();
        for (var i = 0; i < 100; i++)
        {
            if (i != 50)
            {
                var sent = await harness.Peer.ReceiveAsync<SendToGroup>();
                Assert.Equal($"{i}", sent.Data.AsText());
                await harness.Peer.AckAsync(sent.AckId);
                await sends[i].Within(Timeouts.Step, "the ack");
            }
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sends[50]);
    }

    [Fact]
    public async Task SendToGroupAsync_CancelledWhileDisconnected_IsNeverSent()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        harness.Peer.Cut();
        Assert.Equal(SwsClientState.Reconnecting, (await harness.NextChangeAsync()).State);
        using var cancel = new CancellationTokenSource();
        var cancelled = harness.Client.SendToGroupAsync("g", "cancelled", cancellationToken: cancel.Token);
        var kept = harness.Client.SendToGroupAsync("g", "kept");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Within(Timeouts.Step, "the cancellation"));

        harness.Time.Advance(ClientHarness.InitialDelay);
        var delay = await harness.Time.ArmedAsync(due => due <= ClientHarness.InitialDelay && due != TimeSpan.FromSeconds(1), "the wait");
        harness.Time.Advance(delay);
        var peer = await harness.Server.AcceptAsync();
        await peer.SendConnectedAsync(recovered: true);
        var sent = await peer.ReceiveAsync<SendToGroup>();
        Assert.Equal("kept", sent.Data.AsText());
        await peer.AckAsync(sent.AckId);
        await kept.Within(Timeouts.Step, "the ack");
        peer.Cut();
    }

    [Fact]
    public async Task DisposeAsync_PendingSend_FailsAndMessagesEnd()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        var sending = harness.Client.SendToGroupAsync("g", "x");
        await harness.Peer.ReceiveAsync<SendToGroup>();
        var disposing = harness.Client.DisposeAsync().AsTask();
        Assert.Equal(1000, await harness.Peer.CloseReceivedAsync());
        await disposing.Within(Timeouts.Step, "the end");
        await Assert.ThrowsAsync<SwsClosedException>(() => sending);
        await harness.MessagesEndAsync();
        Assert.Equal(SwsClientState.Closed, harness.Client.State);
        await Assert.ThrowsAsync<SwsClosedException>(() => harness.Client.SendToGroupAsync("g", "late"));
        await Assert.ThrowsAsync<SwsClosedException>(() => harness.Client.InvokeAsync("e", SwsData.Text("late")));
    }
}
