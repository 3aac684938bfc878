using Sws.Client.Tests.Peers;
using Sws.Protocol.Messaging;
using Sws.Testing;

namespace Sws.Client.Tests.Sessions;

/// <summary>What the client does by itself to be in its groups again after a session was lost.</summary>
public sealed class RejoinTests
{
    [Fact]
    public async Task DisposeAsync_RejoinsAnsweredAndNothingIsRead_Ends()
    {
        await using var harness = await ClientHarness.ConnectAsync(o => o with { MessageQueueCapacity = 1 });
        await harness.JoinAsync("a", new AckPosition(false, "e1", 10));
        await harness.JoinAsync("b");
        await harness.JoinAsync("c");
        using var sent = new ManualResetEventSlim();
        harness.Client.StateChanged += change =>
        {
            if (change.State == SwsClientState.Draining)
            {
                // All answers are there before the client takes the first: it goes from one to the next without a pause.
                Assert.True(sent.Wait(Timeouts.Step));
            }
        };
        harness.Peer.Cut();
        var peer = await harness.AcceptReconnectAsync();
        await peer.SendConnectedAsync("c2");
        await peer.SendAsync(new Draining(1000));
        await peer.AckAsync((await peer.ReceiveAsync<JoinGroup>()).AckId);
        // One that the client has already: it takes no place, and is seen to have arrived by what is said about it.
        await peer.SendGroupAsync("ten", 1, new StreamPosition("e1", 10), "a");
        await peer.AckAsync((await peer.ReceiveAsync<JoinGroup>()).AckId);
        await peer.AckAsync((await peer.ReceiveAsync<JoinGroup>()).AckId);
        sent.Set();
        await harness.Time.ArmedAsync(due => due == TimeSpan.FromMilliseconds(100), "the acknowledgement of the message");

        var disposing = harness.Client.DisposeAsync().AsTask();
        Assert.Equal(1000, await peer.CloseReceivedAsync());
        await disposing.Within(Timeouts.Step, "the end of a client that nobody reads from");
    }

    [Fact]
    public async Task Reconnect_AnotherNewSessionBeforeTheAnswer_JoinsEachGroupOnce()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.JoinAsync("g", new AckPosition(false, "e1", 10));
        for (var session = 2; session < 5; session++)
        {
            harness.Peer.Cut();
            var peer = await harness.AcceptReconnectAsync();
            await peer.SendConnectedAsync($"c{session}");
            await harness.NextAsync<SwsSessionRestarted>();
            Assert.Equal(SwsClientState.Connected, (await harness.NextChangeAsync()).State);
            var join = await peer.ReceiveAsync<JoinGroup>();
            Assert.Equal(("g", new StreamPosition("e1", 10)), (join.Group, join.Recover));
        }

        // Nothing comes between the last join and this.
        await harness.SyncAsync();
    }

    [Fact]
    public async Task Reconnect_RefusedOnceAfterSeveralNewSessions_ClientGoesOn()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.JoinAsync("g");
        for (var session = 2; session < 4; session++)
        {
            harness.Peer.Cut();
            var lost = await harness.AcceptReconnectAsync();
            await lost.SendConnectedAsync($"c{session}");
            await harness.NextAsync<SwsSessionRestarted>();
            Assert.Equal(SwsClientState.Connected, (await harness.NextChangeAsync()).State);
        }

        var join = await harness.Peer.ReceiveAsync<JoinGroup>();
        await harness.Peer.SendAsync(new Ack(join.AckId!.Value, false, new MessageError("Forbidden", "", 403, false), null));
        Assert.Equal("Forbidden", (await harness.NextAsync<SwsGroupRejoined>()).Error?.Name);

        harness.Peer.Cut();
        var peer = await harness.AcceptReconnectAsync();
        await peer.SendConnectedAsync("c3", recovered: true);
        await harness.SyncAsync();
    }

    [Fact]
    public async Task Reconnect_RejoinedAgainSinceTheAnswerGotLost_MissedMessagesComeOnce()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.JoinAsync("g", new AckPosition(false, "e1", 10));
        harness.Peer.Cut();
        var peer = await harness.AcceptReconnectAsync();
        await peer.SendConnectedAsync("c2");
        await harness.NextAsync<SwsSessionRestarted>();
        await peer.ReceiveAsync<JoinGroup>();
        peer.Cut();

        peer = await harness.AcceptReconnectAfterConnectedAsync();
        await peer.SendConnectedAsync("c2", recovered: true);
        // What the first join brought is sent again; then the second brings it, too.
        await peer.SendGroupAsync("eleven", 1, new StreamPosition("e1", 11));
        await peer.SendGroupAsync("twelve", 2, new StreamPosition("e1", 12));
        var rejoin = await peer.ReceiveAsync<JoinGroup>();
        await peer.SendAsync(new Ack(rejoin.AckId!.Value, true, null, new AckPosition(true, "e1", 12)));
        await peer.SendGroupAsync("eleven", 3, new StreamPosition("e1", 11));
        await peer.SendGroupAsync("twelve", 4, new StreamPosition("e1", 12));
        await peer.SendGroupAsync("thirteen", 5, new StreamPosition("e1", 13));

        Assert.Equal("eleven", (await harness.NextAsync<SwsGroupMessage>()).Text);
        Assert.Equal("twelve", (await harness.NextAsync<SwsGroupMessage>()).Text);
        Assert.True((await harness.NextAsync<SwsGroupRejoined>()).Recovered);
        Assert.Equal("thirteen", (await harness.NextAsync<SwsGroupMessage>()).Text);
    }

    [Fact]
    public async Task Reconnect_ToAGroupWhoseLogIsAnOlderOne_NewMessagesAreReceived()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.JoinAsync("g", new AckPosition(false, "e1", 10));
        harness.Peer.Cut();
        var peer = await harness.AcceptReconnectAsync();
        await peer.SendConnectedAsync("c2");
        var rejoin = await peer.ReceiveAsync<JoinGroup>();
        Assert.Equal(new StreamPosition("e1", 10), rejoin.Recover);
        await peer.SendAsync(new Ack(rejoin.AckId!.Value, true, null, new AckPosition(false, "e1", 5)));
        await peer.SendGroupAsync("another six", 1, new StreamPosition("e1", 6));

        await harness.NextAsync<SwsSessionRestarted>();
        Assert.False((await harness.NextAsync<SwsGroupRejoined>()).Recovered);
        Assert.Equal("another six", (await harness.NextAsync<SwsGroupMessage>()).Text);
    }

    [Fact]
    public async Task JoinGroupAsync_FromAnEarlierPositionThanTheClientIsAt_GivesTheMessagesAgain()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.JoinAsync("g", new AckPosition(false, "e1", 12));
        var joining = harness.Client.JoinGroupAsync("g", recover: new StreamPosition("e1", 11));
        var join = await harness.Peer.ReceiveAsync<JoinGroup>();
        await harness.Peer.SendAsync(new Ack(join.AckId!.Value, true, null, new AckPosition(true, "e1", 12)));
        await harness.Peer.SendGroupAsync("twelve", 1, new StreamPosition("e1", 12));
        await joining.Within(Timeouts.Step, "the join");
        Assert.Equal("twelve", (await harness.NextAsync<SwsGroupMessage>()).Text);
    }
}
