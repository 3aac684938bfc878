using System.Text.Json;
using Sws.Testing;

namespace Sws.EndToEnd.Tests;

/// <summary>Two unmodified @azure/web-pubsub-client clients whose socket is node-sws, in the hub <c>chat</c>.</summary>
[Collection<GatewayGroup>]
public sealed class WebPubSubClientTests(GatewayFixture fixture)
{
    private string Chat => fixture.Gateway.Url("chat").ToString();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Send_1000AckedMessagesWithoutEcho_ArriveInOrder(int version)
    {
        string[] secure = version == 1 ? [] : ["--version", "2", "--ca", fixture.Gateway.CaFile];
        var result = await NodeProcess.RunAsync("chat-sdk.mjs", ["--url", Chat, "--messages", "1000", .. secure]);
        AssertWhole(result, 1000);
        Assert.Equal((1, 1), Connections(result));
    }

    [Fact]
    public async Task Receiver_CutInMidStream_RecoversByItself()
    {
        var result = await NodeProcess.RunAsync("chat-sdk.mjs", "--url", Chat, "--messages", "1000", "--cut-receiver-at", "200,450,700");
        AssertWhole(result, 1000);
        Assert.Equal((1, 4), Connections(result));
    }

    [Fact]
    public async Task Sender_CutInMidStream_RecoversByItself()
    {
        var result = await NodeProcess.RunAsync("chat-sdk.mjs", "--url", Chat, "--messages", "1000", "--cut-sender-at", "300,600");
        AssertWhole(result, 1000);
        Assert.Equal((3, 1), Connections(result));
    }

    private static void AssertWhole(JsonElement result, int messages)
    {
        int Count(string name) => result.GetProperty(name).GetInt32();
        Assert.Equal((messages, messages, messages), (Count("sent"), Count("acked"), Count("received")));
        Assert.Equal((0, 0, 0, 0), (Count("lost"), Count("doubled"), Count("disordered"), Count("echoed")));
        // The SDK says disconnected only when a recovery failed and it had to begin a new session.
        Assert.Equal(0, Count("disconnects"));
    }

    private static (int Sender, int Receiver) Connections(JsonElement result)
    {
        var connections = result.GetProperty("connections");
        return (connections.GetProperty("sender").GetInt32(), connections.GetProperty("receiver").GetInt32());
    }
}
