using Sodium;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Cluster;

/// <summary>A node that leaves others behind.</summary>
public sealed class LeavingTests(ThreeNodesFixture cluster) : IClassFixture<ThreeNodesFixture>
{
    [Fact]
    public async Task Stop_HasTheGrainOfASessionAtAnotherEdge_SaysNothingAndTheSessionGoesOn()
    {
        var leaving = cluster.Edges[0];
        var pair = PublicKeyBox.GenerateKeyPair();
        await using var before = await RawSwsClient.OpenAsync(leaving.Url("chat", RawSwsClient.ReliableJson), pair);
        var connected = await before.ReadJsonAsync("the connected message");
        await using var client = await RawSwsClient.OpenAsync(cluster.Edges[1].Url("chat", RawSwsClient.Recovery(connected)), pair);
        Assert.True((bool)(await client.ReadJsonAsync("the connected message of the recovery"))["recovered"]!);

        await leaving.StopAsync();

        // The whole text: nobody can make the process say it again.
        string said = string.Join('\n', leaving.Process.Output.Where(
            line => line.Contains(" warn: ", StringComparison.Ordinal) || line.Contains(" fail: ", StringComparison.Ordinal)));
        Assert.True(said.Length == 0, said);
        await client.SendAsync("""{"type":"joinGroup","group":"left","ackId":1}""");
        Assert.True((bool)(await client.ReadJsonAsync("the ack from another silo"))["success"]!);
    }
}
