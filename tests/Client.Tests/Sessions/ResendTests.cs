using Sws.Client.Tests.Peers;
using Sws.Protocol.Messaging;
using Sws.Testing;

namespace Sws.Client.Tests.Sessions;

/// <summary>Messages that the server cannot carry out for now.</summary>
public sealed class ResendTests
{
    /// <summary>The longest first wait.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);

    private static readonly MessageError Unavailable = new("Unavailable", "", 503, true);

    [Fact]
    public async Task SendToGroupAsync_Unavailable_SentAgainUnderTheSameIdUntilItIsCarriedOut()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        var sending = harness.Client.SendToGroupAsync("g", "x");
        var sent = await harness.Peer.ReceiveAsync<SendToGroup>();
        await RefuseAsync(harness, sent);
        Assert.InRange(await PassWaitAsync(harness), TimeSpan.Zero, FirstWait);
        Assert.Equal(sent, await harness.Peer.ReceiveAsync<SendToGroup>());
        Assert.False(sending.IsCompleted);

        await RefuseAsync(harness, sent);
        Assert.InRange(await PassWaitAsync(harness), FirstWait, 2 * FirstWait);
        Assert.Equal(sent, await harness.Peer.ReceiveAsync<SendToGroup>());
        await harness.Peer.SendAsync(new Ack(sent.AckId!.Value, false, new MessageError("Duplicate", "", 409, false), null));
        Assert.True((await sending.Within(Timeouts.Step, "the answer")).Duplicate);
    }

    [Fact]
    public async Task SendMethods_OneIsSentAgain_OnlyLaterOnesToTheSameRecipientWaitForIt()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        var peer = harness.Peer;
        var first = harness.Client.SendToUserAsync("bob", SwsData.Text("first"));
        await peer.SendAsync(new Ack((await peer.ReceiveAsync<SendToUser>()).AckId!.Value, false, Unavailable, null));
        var wait = await ArmedAsync(harness);
        var second = harness.Client.SendToUserAsync("bob", SwsData.Text("second"));
        var toGroup = harness.Client.SendToGroupAsync("bob", "to the group of that name");
        await peer.AckAsync((await peer.ReceiveAsync<SendToGroup>()).AckId);
        await toGroup.Within(Timeouts.Step, "the message to another");

        harness.Time.Advance(wait);
        var again = await peer.ReceiveAsync<SendToUser>();
        Assert.Equal("first", again.Data.AsText());
        await harness.SyncAsync();
        await peer.AckAsync(again.AckId);
        await first.Within(Timeouts.Step, "the first answer");
        var next = await peer.ReceiveAsync<SendToUser>();
        Assert.Equal("second", next.Data.AsText());
        await peer.AckAsync(next.AckId);
        await second.Within(Timeouts.Step, "the second answer");
    }

    [Fact]
    public async Task SendToGroupAsync_RefusedWhenALaterOneIsOnItsWay_FailsAndOnlyTheLastIsSentAgain()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        var first = harness.Client.SendToGroupAsync("g", "first");
        var second = harness.Client.SendToGroupAsync("g", "second");
        var firstSent = await harness.Peer.ReceiveAsync<SendToGroup>();
        var secondSent = await harness.Peer.ReceiveAsync<SendToGroup>();
        await RefuseAsync(harness, firstSent);
        await RefuseAsync(harness, secondSent);
        Assert.True((await Assert.ThrowsAsync<SwsAckException>(() => first.Within(Timeouts.Step, "the failure"))).Temporary);
        await PassWaitAsync(harness);
        Assert.Equal(secondSent, await harness.Peer.ReceiveAsync<SendToGroup>());
        await harness.Peer.AckAsync(secondSent.AckId);
        await second.Within(Timeouts.Step, "the answer");
    }

    [Fact]
    public async Task SendToGroupAsync_RefusedAfterALaterOneWasCancelledOnItsWay_Fails()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        var first = harness.Client.SendToGroupAsync("g", "first");
        var second = harness.Client.SendToGroupAsync("g", "second", cancellationToken: cancel.Token);
        var sent = await harness.Peer.ReceiveAsync<SendToGroup>();
        await harness.Peer.ReceiveAsync<SendToGroup>();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await RefuseAsync(harness, sent);
        await Assert.ThrowsAsync<SwsAckException>(() => first.Within(Timeouts.Step, "the failure"));
    }

    [Fact]
    public async Task SendToGroupAsync_CancelledBeforeItIsSentAgain_LaterOnesGoOn()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        var first = harness.Client.SendToGroupAsync("g", "first", cancellationToken: cancel.Token);
        await RefuseAsync(harness, await harness.Peer.ReceiveAsync<SendToGroup>());
        var wait = await ArmedAsync(harness);
        var second = harness.Client.SendToGroupAsync("g", "second");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var sent = await harness.Peer.ReceiveAsync<SendToGroup>();
        Assert.Equal("second", sent.Data.AsText());
        harness.Time.Advance(wait);
        await harness.SyncAsync();
        await harness.Peer.AckAsync(sent.AckId);
        await second.Within(Timeouts.Step, "the answer");
    }

    [Fact]
    public async Task SendToGroupAsync_UnavailableForTooLong_FailsWithTheAnswer()
    {
        await using var harness = await ClientHarness.ConnectAsync(o => o with { ResendFor = TimeSpan.FromSeconds(5) });
        var sending = harness.Client.SendToGroupAsync("g", "x");
        var sent = await harness.Peer.ReceiveAsync<SendToGroup>();
        await RefuseAsync(harness, sent);
        await PassWaitAsync(harness);
        Assert.Equal(sent, await harness.Peer.ReceiveAsync<SendToGroup>());
        harness.Time.Advance(TimeSpan.FromSeconds(5));
        await RefuseAsync(harness, sent);
        var thrown = await Assert.ThrowsAsync<SwsAckException>(() => sending.Within(Timeouts.Step, "the failure"));
        Assert.Equal(("Unavailable", 503, true), (thrown.Name, thrown.Code, thrown.Temporary));
    }

    [Fact]
    public async Task SendToGroupAsync_TimeIsUpWhileItWaits_FailsInsteadOfBeingSentAgain()
    {
        await using var harness = await ClientHarness.ConnectAsync(o => o with { ResendFor = TimeSpan.FromSeconds(5) });
        var sending = harness.Client.SendToGroupAsync("g", "x");
        await RefuseAsync(harness, await harness.Peer.ReceiveAsync<SendToGroup>());
        await ArmedAsync(harness);
        harness.Time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<SwsAckException>(() => sending.Within(Timeouts.Step, "the failure"));
        await harness.SyncAsync();
    }

    [Theory]
    [InlineData("Unavailable", true, 0)]
    [InlineData("Unavailable", false, 20)]
    [InlineData("NotFound", true, 20)]
    public async Task SendToGroupAsync_SwitchedOffOrAnotherAnswer_FailsAtOnce(string name, bool temporary, int seconds)
    {
        await using var harness = await ClientHarness.ConnectAsync(o => o with { ResendFor = TimeSpan.FromSeconds(seconds) });
        var sending = harness.Client.SendToGroupAsync("g", "x");
        var sent = await harness.Peer.ReceiveAsync<SendToGroup>();
        await harness.Peer.SendAsync(new Ack(sent.AckId!.Value, false, new MessageError(name, "", 503, temporary), null));
        var thrown = await Assert.ThrowsAsync<SwsAckException>(() => sending.Within(Timeouts.Step, "the failure"));
        Assert.Equal(name, thrown.Name);
    }

    [Fact]
    public async Task Reconnect_RecoveredWhileOneIsToBeSentAgain_SentOnceAndBeforeLaterOnes()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        var first = harness.Client.SendToGroupAsync("g", "first");
        var sent = await harness.Peer.ReceiveAsync<SendToGroup>();
        await RefuseAsync(harness, sent);
        await ArmedAsync(harness);
        var second = harness.Client.SendToGroupAsync("g", "second");
        harness.Peer.Cut();
        var peer = await harness.AcceptReconnectAsync();
        await peer.SendConnectedAsync(recovered: true);
        Assert.Equal(sent, await peer.ReceiveAsync<SendToGroup>());
        // Longer than any wait: it is not sent a second time while it has no answer.
        harness.Time.Advance(TimeSpan.FromSeconds(2));
        await harness.SyncAsync();
        await peer.AckAsync(sent.AckId);
        await first.Within(Timeouts.Step, "the first answer");
        var next = await peer.ReceiveAsync<SendToGroup>();
        Assert.Equal("second", next.Data.AsText());
        await peer.AckAsync(next.AckId);
        await second.Within(Timeouts.Step, "the second answer");
    }

    [Fact]
    public async Task Reconnect_NewSessionWhileOneIsToBeSentAgain_OutcomeUnknownAndLaterOnesGoOn()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        var first = harness.Client.SendToGroupAsync("g", "first");
        await RefuseAsync(harness, await harness.Peer.ReceiveAsync<SendToGroup>());
        await ArmedAsync(harness);
        var second = harness.Client.SendToGroupAsync("g", "second");
        harness.Peer.Cut();
        var peer = await harness.AcceptReconnectAsync();
        await peer.SendConnectedAsync("c2");
        await Assert.ThrowsAsync<SwsOutcomeUnknownException>(() => first.Within(Timeouts.Step, "the failure"));
        var sent = await peer.ReceiveAsync<SendToGroup>();
        Assert.Equal("second", sent.Data.AsText());
        await peer.AckAsync(sent.AckId);
        await second.Within(Timeouts.Step, "the answer");
    }

    private static Task RefuseAsync(ClientHarness harness, SendToGroup sent)
        => harness.Peer.SendAsync(new Ack(sent.AckId!.Value, false, Unavailable, null));

    /// <summary>Waits until the client waits before it sends something again. Returns for how long.</summary>
    private static Task<TimeSpan> ArmedAsync(ClientHarness harness)
        => harness.Time.ArmedAsync(due => due <= TimeSpan.FromSeconds(2) && due != TimeSpan.FromSeconds(1), "the wait before it is sent again");

    private static async Task<TimeSpan> PassWaitAsync(ClientHarness harness)
    {
        var wait = await ArmedAsync(harness);
        harness.Time.Advance(wait);
        return wait;
    }
}
