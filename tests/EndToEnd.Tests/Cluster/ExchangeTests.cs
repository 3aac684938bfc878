using System.Globalization;
using System.Text.Json;
using Sws.Client;
using Sws.EndToEnd.Tests.Client;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Cluster;

/// <summary>However a cluster is laid out, clients on different nodes find one gateway.</summary>
public abstract class ExchangeTests(ClusterFixture cluster)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    protected ClusterFixture Cluster { get; } = cluster;

    [Fact]
    public async Task Clients_OnDifferentNodes_ExchangeGroupUserAndConnectionMessages()
    {
        await using var one = await Cluster.ConnectAsync(Cluster.Edges[0], Cancelled);
        await using var other = await Cluster.ConnectAsync(Cluster.Edges[1], Cancelled);
        await one.JoinGroupAsync("both", cancellationToken: Cancelled);
        await other.JoinGroupAsync("both", cancellationToken: Cancelled);

        await one.SendToGroupAsync("both", "group", noEcho: true, Cancelled);
        await one.SendToUserAsync(other.UserId!, SwsData.Text("user"), Cancelled);
        await one.SendToConnectionAsync(other.ConnectionId, SwsData.Text("connection"), Cancelled);
        await other.SendToGroupAsync("both", "back", noEcho: true, Cancelled);

        Assert.Equal(["group", "user", "connection"], await ReadAsync(other, 3).Within(Timeouts.Step, "the messages to the other client"));
        Assert.Equal(["back"], await ReadAsync(one, 1).Within(Timeouts.Step, "the answer"));
    }

    [Fact]
    public async Task Presence_OfMembersOnAllNodes_ListsAll()
    {
        List<SwsClient> members = [];
        try
        {
            foreach (var edge in Cluster.Edges)
            {
                members.Add(await Cluster.ConnectAsync(edge, Cancelled));
                await members[^1].JoinGroupAsync("present", cancellationToken: Cancelled);
            }

            await using var follower = await Cluster.ConnectAsync(Cluster.Edges[0], Cancelled);
            await follower.JoinGroupAsync("present", presence: true, cancellationToken: Cancelled);
            var state = await StateAsync(follower).Within(Timeouts.Step, "the state of presence");

            Assert.Equal(
                members.Append(follower).Select(client => client.ConnectionId).Order(StringComparer.Ordinal),
                state.Joined.Select(entry => entry.ConnectionId).Order(StringComparer.Ordinal));
        }
        finally
        {
            foreach (var member in members)
            {
                await member.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task NodeSws_AtAnyNode_GetsEverythingBack()
    {
        foreach (var edge in Cluster.Edges)
        {
            var result = await NodeProcess.RunAsync("echo-client.mjs", "--url", edge.Url("echo").ToString(), "--sessions", "20", "--sizes", "1,4096");
            Assert.Equal((20, 40), (result.GetProperty("stillOpen").GetInt32(), result.GetProperty("messages").GetInt32()));
            Assert.Empty(result.GetProperty("notes").EnumerateArray());
        }
    }

    [Fact]
    public async Task WebPubSubClients_CutInMidStream_RecoverOnOtherNodesThanTheyLeft()
    {
        // Each connection goes to the next node: who comes back comes to another one.
        await using var balancer = new CuttableProxy([.. Cluster.Edges.Select(edge => edge.SwsPort)]);
        var url = string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{balancer.Port}/client/hubs/chat");

        JsonElement result = await NodeProcess.RunAsync(
            "chat-sdk.mjs", "--url", url, "--messages", "300", "--cut-receiver-at", "50,100,150", "--cut-sender-at", "200,250");

        int Count(string name) => result.GetProperty(name).GetInt32();
        Assert.Equal((300, 300, 300), (Count("sent"), Count("acked"), Count("received")));
        Assert.Equal((0, 0, 0, 0), (Count("lost"), Count("doubled"), Count("disordered"), Count("disconnects")));
        var connections = result.GetProperty("connections");
        // A cut that comes while a recovery is under way is none.
        Assert.InRange(connections.GetProperty("sender").GetInt32(), 2, 3);
        Assert.InRange(connections.GetProperty("receiver").GetInt32(), 2, 4);
    }

    private static async Task<SwsPresenceMessage> StateAsync(SwsClient client)
    {
        await foreach (var message in client.ReadMessagesAsync(Cancelled))
        {
            if (message is SwsPresenceMessage { IsState: true } state)
            {
                return state;
            }
        }

        throw new InvalidOperationException("The client ended before the state came.");
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(SwsClient client, int count)
    {
        List<string> texts = [];
        await foreach (var message in client.ReadMessagesAsync(Cancelled))
        {
            texts.Add(message is SwsDataMessage data ? data.Text : message.GetType().Name);
            if (texts.Count == count)
            {
                break;
            }
        }

        return texts;
    }
}
