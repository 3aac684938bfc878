using Sws.Client.Tests.Peers;
using Sws.Protocol.Messaging;
using Sws.Testing;

namespace Sws.Client.Tests.Sessions;

public sealed class RecoveryTests
{
    [Fact]
    public async Task Reconnect_Recovered_KeepsKeyTokenGroupsAndResendsInOrder()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        var key = harness.Peer.ClientPublicKey;
        await harness.JoinAsync("g");
        var first = harness.Client.SendToGroupAsync("g", "first");
        var second = harness.Client.SendToGroupAsync("g", "second");
        var firstSent = await harness.Peer.ReceiveAsync<SendToGroup>();
        var secondSent = await harness.Peer.ReceiveAsync<SendToGroup>();
        harness.Peer.Cut();

        var peer = await harness.AcceptReconnectAsync();
        Assert.Equal(key, peer.ClientPublicKey);
        Assert.Contains("&awps_connection_id=c1&awps_reconnection_token=t1", peer.Query, StringComparison.Ordinal);
        await peer.SendConnectedAsync(recovered: true, token: "t2");
        Assert.Equal(new SwsStateChange(SwsClientState.Connected, Recovered: true), await harness.NextChangeAsync());
        Assert.Equal(firstSent, await peer.ReceiveAsync<SendToGroup>());
        Assert.Equal(secondSent, await peer.ReceiveAsync<SendToGroup>());
        await peer.AckAsync(firstSent.AckId);
        await peer.SendAsync(new Ack(secondSent.AckId!.Value, false, new MessageError("Duplicate", "", 409, false), null));
        Assert.False((await first.Within(Timeouts.Step, "the first ack")).Duplicate);
        Assert.True((await second.Within(Timeouts.Step, "the second ack")).Duplicate);

        peer.Cut();
        peer = await harness.AcceptReconnectAsync();
        Assert.Contains("&awps_reconnection_token=t2", peer.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reconnect_SaysUpToWhichDirectMessageItHas_ANewSessionCountsAnew()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.Peer.SendAsync(new DirectMessage("bob", SwsData.Text("seven"), ToUser: true, Number: 7), 1);
        await harness.NextAsync<SwsDirectMessage>();
        await harness.SyncAsync();
        harness.Peer.Cut();

        var peer = await harness.AcceptReconnectAsync();
        Assert.EndsWith("&sws_received=7", peer.Query, StringComparison.Ordinal);
        await peer.SendConnectedAsync(connectionId: "c2", recovered: false);
        await harness.NextAsync<SwsSessionRestarted>();
        await peer.SendAsync(new DirectMessage("bob", SwsData.Text("eight"), ToUser: true, Number: 1), 1);
        Assert.Equal("eight", (await harness.NextAsync<SwsDirectMessage>()).Text);
        await harness.SyncAsync();
        peer.Cut();

        Assert.EndsWith("&sws_received=1", (await harness.AcceptReconnectAfterConnectedAsync()).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reconnect_Recovered_AcknowledgesAtOnceAndDropsRepeats()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.Peer.SendGroupAsync("one", 1);
        await harness.Peer.SendGroupAsync("two", 2);
        await harness.NextAsync<SwsGroupMessage>();
        await harness.NextAsync<SwsGroupMessage>();
        await harness.SyncAsync();
        harness.Peer.Cut();

        var peer = await harness.AcceptReconnectAsync();
        await peer.SendConnectedAsync(recovered: true);
        Assert.Equal(2UL, (await peer.ReceiveAsync<SequenceAck>()).SequenceId);
        await peer.SendGroupAsync("two", 2);
        await peer.SendGroupAsync("three", 3);
        Assert.Equal("three", (await harness.NextAsync<SwsGroupMessage>()).Text);
    }

    [Fact]
    public async Task Reconnect_RefusedInConnected_RestartsRejoinsAndFailsWhatIsUncertain()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.JoinAsync("g", new AckPosition(false, "e1", 10), presence: true);
        await harness.Peer.SendGroupAsync("eleven", 1, new StreamPosition("e1", 11));
        await harness.NextAsync<SwsGroupMessage>();
        var uncertain = harness.Client.SendToGroupAsync("g", "uncertain");
        var old = await harness.Peer.ReceiveAsync<SendToGroup>();
        harness.Peer.Cut();
        await harness.PassBackoffAsync();
        var unsent = harness.Client.SendToGroupAsync("g", "unsent");

        var peer = await harness.Server.AcceptAsync();
        await peer.SendConnectedAsync(connectionId: "c2", recovered: false, reason: "expired");
        await Assert.ThrowsAsync<SwsOutcomeUnknownException>(() => uncertain.Within(Timeouts.Step, "the failure"));
        Assert.Equal(new SwsStateChange(SwsClientState.Connected, Reason: "expired"), await harness.NextChangeAsync());
        Assert.Equal("c2", harness.Client.ConnectionId);
        Assert.Equal(new SwsSessionRestarted("expired", "c2"), await harness.NextAsync<SwsSessionRestarted>());

        var rejoin = await peer.ReceiveAsync<JoinGroup>();
        Assert.Equal(("g", new StreamPosition("e1", 11), true), (rejoin.Group, rejoin.Recover, rejoin.Presence));
        var sent = await peer.ReceiveAsync<SendToGroup>();
        Assert.Equal("unsent", sent.Data.AsText());
        Assert.True(sent.AckId > old.AckId);
        await peer.SendAsync(new Ack(rejoin.AckId!.Value, true, null, new AckPosition(true, "e1", 12)));
        // The sequence starts anew with the session.
        await peer.SendGroupAsync("twelve", 1, new StreamPosition("e1", 12));
        await peer.AckAsync(sent.AckId);
        Assert.Equal(new SwsGroupRejoined("g", true, null), await harness.NextAsync<SwsGroupRejoined>());
        Assert.Equal("twelve", (await harness.NextAsync<SwsGroupMessage>()).Text);
        await unsent.Within(Timeouts.Step, "the ack");
        peer.Cut();
    }

    [Fact]
    public async Task Reconnect_RefusedWith1008_StartsANewSessionAtOnce()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.JoinAsync("g");
        harness.Peer.Cut();
        var peer = await harness.AcceptReconnectAsync();
        var closing = peer.CloseAsync(1008, "Session cannot be recovered");

        var next = await harness.Server.AcceptAsync();
        await closing;
        Assert.DoesNotContain("awps_", next.Query, StringComparison.Ordinal);
        await next.SendConnectedAsync("c2");
        Assert.Equal("Session cannot be recovered", (await harness.NextAsync<SwsSessionRestarted>()).Reason);
        var rejoin = await next.ReceiveAsync<JoinGroup>();
        await next.SendAsync(new Ack(rejoin.AckId!.Value, false, new MessageError("Forbidden", "", 403, false), null));
        var rejoined = await harness.NextAsync<SwsGroupRejoined>();
        Assert.Equal(("g", false, "Forbidden"), (rejoined.Group, rejoined.Recovered, rejoined.Error?.Name));

        next.Cut();
        peer = await harness.AcceptReconnectAfterConnectedAsync();
        await peer.SendConnectedAsync("c3");
        await harness.NextAsync<SwsSessionRestarted>();
        // Not a member any more: nothing to join again.
        await harness.SyncAsync();
    }

    [Fact]
    public async Task Reconnect_JoinAndLeaveInFlight_AreDoneInTheNewSession()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.JoinAsync("old");
        var joining = harness.Client.JoinGroupAsync("new");
        var leaving = harness.Client.LeaveGroupAsync("old");
        await harness.Peer.ReceiveAsync<JoinGroup>();
        await harness.Peer.ReceiveAsync<LeaveGroup>();
        harness.Peer.Cut();
        var peer = await harness.AcceptReconnectAsync();
        await peer.SendConnectedAsync("c2");
        await peer.AckAsync((await peer.ReceiveAsync<JoinGroup>()).AckId);
        var join = await peer.ReceiveAsync<JoinGroup>();
        Assert.Equal("new", join.Group);
        await peer.AckAsync(join.AckId);
        await peer.AckAsync((await peer.ReceiveAsync<LeaveGroup>()).AckId);
        await joining.Within(Timeouts.Step, "the join");
        await leaving.Within(Timeouts.Step, "the leave");
    }

    [Theory]
    [InlineData(1001, "Server is draining, connect again")]
    [InlineData(4401, "Client reads too slowly")]
    [InlineData(4000, "anything")]
    public async Task Reconnect_RetryableClose_Recovers(int code, string text)
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.Peer.CloseAsync(code, text);
        var peer = await harness.AcceptReconnectAsync();
        Assert.Contains("awps_connection_id=c1", peer.Query, StringComparison.Ordinal);
        await peer.SendConnectedAsync(recovered: true);
        Assert.True((await harness.NextChangeAsync()).Recovered);
    }

    [Theory]
    [InlineData(1000, "Closed normally")]
    [InlineData(1008, "Record does not open")]
    [InlineData(4500, "A newer connection took this session over")]
    [InlineData(4999, "anything")]
    public async Task Close_NotRetryable_EndsTheClient(int code, string text)
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.Peer.SendGroupAsync("last", 1);
        var sending = harness.Client.SendToGroupAsync("g", "x");
        await harness.Peer.ReceiveAsync<SendToGroup>();
        await harness.Peer.CloseAsync(code, text);
        Assert.Equal("last", (await harness.NextAsync<SwsGroupMessage>()).Text);
        Assert.Equal(code, (await Assert.ThrowsAsync<SwsClosedException>(harness.MessagesEndAsync)).CloseStatus?.Code);
        await Assert.ThrowsAsync<SwsClosedException>(() => sending.Within(Timeouts.Step, "the failure"));
        var change = await harness.NextChangeAsync();
        Assert.Equal((SwsClientState.Closed, code), (change.State, change.CloseStatus?.Code));
    }

    [Fact]
    public async Task Reconnect_OwnFormerAttemptTakesTheSession_TakesItBackOnce()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        harness.Peer.Cut();
        (await harness.AcceptReconnectAsync()).Cut();
        var peer = await harness.AcceptReconnectAsync();
        await peer.SendConnectedAsync(recovered: true);
        await peer.CloseAsync(4500, "A newer connection took this session over");

        peer = await harness.AcceptReconnectAfterConnectedAsync();
        Assert.Contains("awps_connection_id=c1", peer.Query, StringComparison.Ordinal);
        await peer.SendConnectedAsync(recovered: true);
        await peer.CloseAsync(4500, "A newer connection took this session over");
        Assert.Equal(4500, (await Assert.ThrowsAsync<SwsClosedException>(harness.MessagesEndAsync)).CloseStatus?.Code);
    }

    [Fact]
    public async Task Reconnect_AttemptsFail_WaitsGrowAndTheSessionIsStillAskedFor()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        harness.Peer.Cut();
        var delays = new List<TimeSpan>();
        for (var i = 0; i < 4; i++)
        {
            delays.Add(await harness.PassBackoffAsync());
            await harness.Server.RefuseAsync(503);
        }

        var peer = await harness.AcceptReconnectAsync();
        Assert.Contains("awps_connection_id=c1", peer.Query, StringComparison.Ordinal);
        var initial = ClientHarness.InitialDelay;
        Assert.InRange(delays[0], TimeSpan.Zero, initial);
        Assert.InRange(delays[1], initial, 2 * initial);
        Assert.InRange(delays[2], 2 * initial, 4 * initial);
        Assert.InRange(delays[3], 4 * initial, 8 * initial);
    }

    [Fact]
    public async Task Reconnect_LongerThanTheServerKeepsSessions_StartsANewOne()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        harness.Peer.Cut();
        await harness.PassBackoffAsync();
        // Twice the 60 s that the server named.
        harness.Time.Advance(TimeSpan.FromSeconds(121));
        await harness.Server.RefuseAsync(503);
        var peer = await harness.AcceptReconnectAsync();
        Assert.DoesNotContain("awps_", peer.Query, StringComparison.Ordinal);
        await peer.SendConnectedAsync("c2");
        Assert.NotNull((await harness.NextAsync<SwsSessionRestarted>()).Reason);
    }

    [Fact]
    public async Task Reconnect_GiveUpAfter_EndsTheClient()
    {
        await using var harness = await ClientHarness.ConnectAsync(
            o => o with { Reconnect = o.Reconnect with { GiveUpAfter = TimeSpan.FromSeconds(5) } });
        harness.Peer.Cut();
        await harness.PassBackoffAsync();
        harness.Time.Advance(TimeSpan.FromSeconds(5));
        await harness.Server.RefuseAsync(503);
        var thrown = await Assert.ThrowsAsync<SwsClosedException>(harness.MessagesEndAsync);
        Assert.IsType<SwsConnectException>(thrown.InnerException);
    }

    [Fact]
    public async Task Reconnect_Disabled_EndsTheClient()
    {
        await using var harness = await ClientHarness.ConnectAsync(o => o with { Reconnect = o.Reconnect with { Enabled = false } });
        harness.Peer.Cut();
        var thrown = await Assert.ThrowsAsync<SwsClosedException>(harness.MessagesEndAsync);
        Assert.Equal(SwsCloseSource.Transport, thrown.CloseStatus?.Source);
    }

    [Fact]
    public async Task DisposeAsync_WhileWaitingToReconnect_EndsAtOnce()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        harness.Peer.Cut();
        Assert.Equal(SwsClientState.Reconnecting, (await harness.NextChangeAsync()).State);
        await harness.Client.DisposeAsync().AsTask().Within(Timeouts.Step, "the end");
        await harness.MessagesEndAsync();
    }
}
