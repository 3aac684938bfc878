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
}
