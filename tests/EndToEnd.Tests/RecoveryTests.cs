using Sodium;
using Sws.Protocol;
using Sws.Testing;

namespace Sws.EndToEnd.Tests;

/// <summary>Recovery tokens: whom they let in, and whom they put out.</summary>
[Collection<GatewayGroup>]
public sealed class RecoveryTests(GatewayFixture fixture)
{
    [Fact]
    public async Task Token_UsedByItsOwnKey_RecoversAndReplacesTheOldConnection()
    {
        var pair = PublicKeyBox.GenerateKeyPair();
        await using var first = await ConnectAsync(RawSwsClient.ReliableJson, pair);
        var connected = await first.ReadJsonAsync("the connected message");
        await using var second = await ConnectAsync(RawSwsClient.Recovery(connected), pair);
        var recovered = await second.ReadJsonAsync("the connected message of the recovery");
        Assert.Equal((string?)connected["connectionId"], (string?)recovered["connectionId"]);
        Assert.True((bool)recovered["recovered"]!);
        await first.Socket.ExpectCloseAsync(CloseReason.SessionReplaced);
    }

    [Fact]
    public async Task Token_UsedByAnotherKey_IsRefused()
    {
        await using var first = await ConnectAsync(RawSwsClient.ReliableJson, PublicKeyBox.GenerateKeyPair());
        var connected = await first.ReadJsonAsync("the connected message");
        await using var thief = await ConnectAsync(RawSwsClient.Recovery(connected), PublicKeyBox.GenerateKeyPair());
        await thief.Socket.ExpectCloseAsync(CloseReason.RecoveryRefused);

        // And the owner did not notice.
        await first.SendAsync("""{"type":"joinGroup","group":"recovery","ackId":1}""");
        Assert.True((bool)(await first.ReadJsonAsync("the ack"))["success"]!);
    }

    [Fact]
    public async Task Token_MadeUp_IsRefused()
    {
        await using var client = await ConnectAsync(RawSwsClient.ReliableJson + "&awps_connection_id=nobody&awps_reconnection_token=nothing", PublicKeyBox.GenerateKeyPair());
        await client.Socket.ExpectCloseAsync(CloseReason.RecoveryRefused);
    }

    [Fact]
    public async Task Messages_SentWhileAway_FollowInOrder()
    {
        var pair = PublicKeyBox.GenerateKeyPair();
        await using var first = await ConnectAsync(RawSwsClient.ReliableJson, pair);
        var connected = await first.ReadJsonAsync("the connected message");
        await first.SendAsync("""{"type":"joinGroup","group":"away","ackId":1}""");
        await first.ReadJsonAsync("the ack of the join");
        first.Socket.Reset();

        await using var sender = await ConnectAsync(RawSwsClient.ReliableJson, PublicKeyBox.GenerateKeyPair());
        await sender.ReadJsonAsync("the connected message of the sender");
        for (var number = 1; number <= 50; number++)
        {
            await sender.SendAsync($$"""{"type":"sendToGroup","group":"away","ackId":{{number}},"dataType":"json","data":{{number}}}""");
            Assert.True((bool)(await sender.ReadJsonAsync($"ack {number}"))["success"]!);
        }

        await using var second = await ConnectAsync(RawSwsClient.Recovery(connected), pair);
        Assert.True((bool)(await second.ReadJsonAsync("the connected message of the recovery"))["recovered"]!);
        for (var number = 1; number <= 50; number++)
        {
            var message = await second.ReadJsonAsync($"message {number}");
            Assert.Equal((number, number), ((int)message["data"]!, (int)message["sequenceId"]!));
        }
    }

    private Task<RawSwsClient> ConnectAsync(string query, KeyPair pair) => RawSwsClient.OpenAsync(fixture.Gateway.Url("chat", query), pair);
}
