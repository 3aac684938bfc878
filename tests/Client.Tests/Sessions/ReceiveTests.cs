using Sws.Client.Tests.Peers;
using Sws.Protocol.Messaging;
using Sws.Testing;

namespace Sws.Client.Tests.Sessions;

public sealed class ReceiveTests
{
    private static readonly TimeSpan AckDelay = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task ReadMessagesAsync_EachKind_ArrivesInOrder()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        var peer = harness.Peer;
        await peer.SendGroupAsync("one", 1, new StreamPosition("e", 5));
        await peer.SendAsync(new ServerData(SwsData.Text("two")), 2);
        await peer.SendAsync(new DirectMessage("bob", SwsData.Text("three"), ToUser: true), 3);
        await peer.SendAsync(new Presence("g", true, [new PresenceEntry("c1", "alice")], []), 4);

        var group = await harness.NextAsync<SwsGroupMessage>();
        Assert.Equal(("g", "bob", "one", new StreamPosition("e", 5)), (group.Group, group.FromUserId, group.Text, group.Position!));
        Assert.Equal("two", (await harness.NextAsync<SwsServerMessage>()).Text);
        var direct = await harness.NextAsync<SwsDirectMessage>();
        Assert.Equal(("bob", true, "three"), (direct.FromUserId, direct.ToUser, direct.Text));
        var presence = await harness.NextAsync<SwsPresenceMessage>();
        Assert.True(presence.IsState);
        Assert.Equal([new PresenceEntry("c1", "alice")], presence.Joined);
    }

    [Fact]
    public async Task SequenceAck_OneMessage_IsSentAfterTheDelay()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.Peer.SendGroupAsync("one", 41);
        await harness.Peer.SendGroupAsync("two", 42);
        await harness.SyncAsync();
        await harness.Time.ArmedAsync(due => due == AckDelay, "the delay of the acknowledgement");
        harness.Time.Advance(AckDelay);
        Assert.Equal(42UL, (await harness.Peer.ReceiveAsync<SequenceAck>()).SequenceId);
    }

    [Fact]
    public async Task SequenceAck_HundredMessages_IsSentAtOnce()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        for (ulong id = 1; id <= 100; id++)
        {
            await harness.Peer.SendGroupAsync("x", id);
        }

        Assert.Equal(100UL, (await harness.Peer.ReceiveAsync<SequenceAck>()).SequenceId);
    }

    [Fact]
    public async Task SequenceAck_ManyBytes_IsSentAtOnce()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.Peer.SendGroupAsync(new string('x', 128 * 1024), 7);
        Assert.Equal(7UL, (await harness.Peer.ReceiveAsync<SequenceAck>()).SequenceId);
    }

    [Fact]
    public async Task SequenceAck_ApplicationFarBehind_WaitsUntilItCatchesUp()
    {
        await using var harness = await ClientHarness.ConnectAsync(o => o with { MessageQueueCapacity = 3 });
        for (ulong id = 1; id <= 3; id++)
        {
            await harness.Peer.SendGroupAsync("x", id);
        }

        await harness.SyncAsync();
        await harness.Time.ArmedAsync(due => due == AckDelay, "the delay of the acknowledgement");
        harness.Time.Advance(AckDelay);
        // Armed again: it has looked, found no room, and said nothing.
        await harness.Time.ArmedAsync(due => due == AckDelay, "the delay of the next try");
        await harness.NextAsync<SwsGroupMessage>();
        harness.Time.Advance(AckDelay);
        Assert.Equal(3UL, (await harness.Peer.ReceiveAsync<SequenceAck>()).SequenceId);
    }

    [Fact]
    public async Task ReadMessagesAsync_RepeatedSequenceId_IsDropped()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.Peer.SendGroupAsync("one", 1);
        await harness.Peer.SendGroupAsync("one again", 1);
        await harness.Peer.SendGroupAsync("three", 3);
        Assert.Equal("one", (await harness.NextAsync<SwsGroupMessage>()).Text);
        Assert.Equal("three", (await harness.NextAsync<SwsGroupMessage>()).Text);
    }

    [Fact]
    public async Task ReadMessagesAsync_OffsetAlreadySeen_IsDropped()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.JoinAsync("g", new AckPosition(false, "e1", 10));
        await harness.Peer.SendGroupAsync("old", 1, new StreamPosition("e1", 10));
        await harness.Peer.SendGroupAsync("eleven", 2, new StreamPosition("e1", 11));
        await harness.Peer.SendGroupAsync("eleven again", 3, new StreamPosition("e1", 11));
        await harness.Peer.SendGroupAsync("new epoch", 4, new StreamPosition("e2", 1));
        Assert.Equal("eleven", (await harness.NextAsync<SwsGroupMessage>()).Text);
        Assert.Equal("new epoch", (await harness.NextAsync<SwsGroupMessage>()).Text);
    }

    [Fact]
    public async Task JoinGroupAsync_Recover_MissedMessagesAreNotTakenForOldOnes()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        var joining = harness.Client.JoinGroupAsync("g", recover: new StreamPosition("e1", 3));
        var join = await harness.Peer.ReceiveAsync<JoinGroup>();
        Assert.Equal(new StreamPosition("e1", 3), join.Recover);
        await harness.Peer.SendAsync(new Ack(join.AckId!.Value, true, null, new AckPosition(true, "e1", 5)));
        await harness.Peer.SendGroupAsync("four", 1, new StreamPosition("e1", 4));
        await harness.Peer.SendGroupAsync("five", 2, new StreamPosition("e1", 5));
        Assert.True((await joining.Within(Timeouts.Step, "the join")).Position!.Recovered);
        Assert.Equal("four", (await harness.NextAsync<SwsGroupMessage>()).Text);
        Assert.Equal("five", (await harness.NextAsync<SwsGroupMessage>()).Text);
    }

    [Fact]
    public async Task Receive_UnknownMessage_IsIgnored()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.Peer.SendAsync("""{"type":"somethingNew","x":1}"""u8);
        await harness.SyncAsync();
    }

    [Fact]
    public async Task Receive_MalformedMessage_EndsTheClient()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.Peer.SendAsync("{"u8);
        Assert.Equal(1007, await harness.Peer.CloseReceivedAsync());
        var thrown = await Assert.ThrowsAsync<SwsClosedException>(harness.MessagesEndAsync);
        Assert.Equal("message_malformed", thrown.CloseStatus?.Tag);
    }

    [Fact]
    public async Task StateChanged_Draining_IsTold()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.Peer.SendAsync(new Draining(500));
        Assert.Equal(SwsClientState.Draining, (await harness.NextChangeAsync()).State);
    }

    [Fact]
    public async Task StateChanged_HandlerThrows_EndsTheClientWithThatMistake()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        harness.Client.StateChanged += _ => throw new FormatException("mistake");
        await harness.Peer.SendAsync(new Draining(500));
        await harness.Peer.CloseReceivedAsync();
        var thrown = await Assert.ThrowsAsync<SwsClosedException>(harness.MessagesEndAsync);
        Assert.IsType<FormatException>(thrown.InnerException);
    }
}
