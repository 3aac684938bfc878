using Sws.Client;
using Sws.Protocol;
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
    public async Task Revocation_ThroughOneEdge_EndsTheSessionOnTheOtherAndHoldsOnBoth()
    {
        var (here, there) = (cluster.Edges[0], cluster.Edges[1]);
        var pair = Sodium.PublicKeyBox.GenerateKeyPair();
        await using var revoked = new RawSwsClient(await RawWebSocket.OpenAsync(there.Url("echo")), version: 2, pair);
        await revoked.ShakeHandsAsync();
        await using var other = await RawSwsClient.OpenAsync(there.Url("echo"), version: 2);
        foreach (var client in (RawSwsClient[])[revoked, other])
        {
            await client.SendAsync("hello");
            await client.ReadAsync("the echo");
        }

        using var admin = new AdminClient(here.HttpPort, cluster.AccessKeyFile);
        Assert.Equal(2, (await admin.DoAsync(HttpMethod.Get, "/sessions?hub=echo")).GetProperty("sessions").GetArrayLength());
        await admin.DoAsync(HttpMethod.Post, "/revocations", new { publicKey = System.Buffers.Text.Base64Url.EncodeToString(pair.PublicKey) });
        await revoked.Socket.ExpectCloseAsync(CloseReason.CertificateRevoked);
        foreach (var edge in (GatewayProcess[])[here, there])
        {
            await using var again = new RawSwsClient(await RawWebSocket.OpenAsync(edge.Url("echo")), version: 2, pair);
            await again.ShakeHandsAsync();
            await again.Socket.ExpectCloseAsync(CloseReason.CertificateRevoked);
        }

        await other.SendAsync("still here");
        Assert.Equal("still here"u8.ToArray(), await other.ReadAsync("the echo"));
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
