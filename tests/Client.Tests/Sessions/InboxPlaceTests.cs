using Sws.Client.Tests.Peers;
using Sws.Protocol.Messaging;

namespace Sws.Client.Tests.Sessions;

/// <summary>Messages of the user's inbox, which may come again when a session ended before the server heard of them.</summary>
public sealed class InboxPlaceTests
{
    [Fact]
    public async Task NewSession_BringsWhatAnEarlierOneBroughtFromTheInbox_DroppedByItsPlace()
    {
        await using var harness = await ClientHarness.ConnectAsync();
        await harness.Peer.SendAsync(new DirectMessage("bob", SwsData.Text("one"), ToUser: true, Number: 1, new StreamPosition("e", 1)), 1);
        await harness.NextAsync<SwsDirectMessage>();
        harness.Peer.Cut();
        var peer = await harness.AcceptReconnectAsync();
        await peer.SendConnectedAsync(connectionId: "c2", recovered: false);
        await harness.NextAsync<SwsSessionRestarted>();

        await peer.SendAsync(new DirectMessage("bob", SwsData.Text("one"), ToUser: true, Number: 1, new StreamPosition("e", 1)), 1);
        await peer.SendAsync(new DirectMessage("bob", SwsData.Text("two"), ToUser: true, Number: 2, new StreamPosition("e", 2)), 2);
        Assert.Equal("two", (await harness.NextAsync<SwsDirectMessage>()).Text);

        await peer.SendAsync(new DirectMessage("bob", SwsData.Text("anew"), ToUser: true, Number: 3, new StreamPosition("another", 1)), 3);
        Assert.Equal("anew", (await harness.NextAsync<SwsDirectMessage>()).Text);
    }
}
