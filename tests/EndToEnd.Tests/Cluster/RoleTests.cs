using Sws.Client;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Cluster;

/// <summary>Edges and silos as processes of their own behave as one gateway.</summary>
public sealed class RoleTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clients_OnDifferentEdges_ExchangeGroupUserAndConnectionMessages()
    {
        await using var one = await cluster.ConnectAsync(cluster.Edges[0], Cancelled);
        await using var other = await cluster.ConnectAsync(cluster.Edges[1], Cancelled);
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
    public async Task Edge_WithAuthorityKey_RefusesToStart()
    {
        using TemporaryFolder folder = new();
        await using var edge = GatewayProcess.Launch(
            folder.At("data"), "--Gateway:Role=Edge", "--Cluster:Provider=Redis", $"--Cluster:Redis={cluster.Redis.ConnectionString}", $"--Trust:CaKeyFile={GatewayProcess.Executable}");

        Assert.Equal(1, await edge.WaitForExitAsync(Timeouts.Process));
        Assert.StartsWith("Trust:CaKeyFile: must not be set", Assert.Single(edge.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edge_WithoutRedis_SaysSoAndWaitsUntilItIsStopped()
    {
        using TemporaryFolder folder = new();
        await using var edge = GatewayProcess.Launch(
            folder.At("data"), "--Gateway:Role=Edge", "--Cluster:Provider=Redis", $"--Cluster:Redis=127.0.0.1:{Ports.Free()}");

        string line = await edge.ReadAsync(text => text.Contains("Cluster:Redis: ", StringComparison.Ordinal) ? text : null, Timeouts.Process, "the line that Redis is missing");
        edge.Terminate();

        Assert.Contains("it does not answer; start Redis there or name another server", line, StringComparison.Ordinal);
        Assert.Equal(0, await edge.WaitForExitAsync(Timeouts.Process));
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
