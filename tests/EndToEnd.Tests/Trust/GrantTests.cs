using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Trust;

/// <summary>What is granted to a live client, and taken from it, holds at once, without a new connection, and after a crash.</summary>
public sealed class GrantTests
{
    private const string Protocol = "protocol=json.webpubsub.azure.v1";

    private static readonly string[] Settings =
    [
        "--Hubs:rooms:RequireCert=false", "--Hubs:rooms:Permissions:0:Allow:0=webpubsub.joinLeaveGroup.hall",
    ];

    [Fact]
    public async Task Grant_ToALiveClient_HoldsAtOnceAndAfterACrash()
    {
        using TemporaryFolder folder = new();
        Sodium.KeyPair pair = Sodium.PublicKeyBox.GenerateKeyPair();
        string key = Base64Url.EncodeToString(pair.PublicKey);
        string denial;
        await using (GatewayProcess gateway = await GatewayProcess.StartInAsync(folder.At("data"), Settings))
        {
            using AdminClient admin = AdminClient.Of(gateway);
            await using RawSwsClient client = await EnterAsync(gateway, pair);
            Assert.Equal("Forbidden", await JoinAsync(client, "room.7", 1));

            // The user id of this hub is the key.
            JsonElement granted = await admin.DoAsync(HttpMethod.Post, "/grants", new { hub = "rooms", userId = key, allow = "webpubsub.joinLeaveGroup.room.*" });
            Assert.Null(await JoinAsync(client, "room.7", 2));
            denial = (await admin.DoAsync(HttpMethod.Post, "/grants", new { hub = "rooms", publicKey = key, deny = "webpubsub.joinLeaveGroup.hall", reason = "noisy" }))
                .GetProperty("id").GetString()!;
            Assert.Equal("Forbidden", await JoinAsync(client, "hall", 3));
            Assert.Null(await JoinAsync(client, "room.8", 4));

            JsonElement why = await admin.DoAsync(HttpMethod.Post, "/explain", new { hub = "rooms", publicKey = key, action = "joinGroup", target = "hall" });
            Assert.Equal((false, "grant"), (why.GetProperty("allowed").GetBoolean(), why.GetProperty("by").GetString()));
            await admin.DoAsync(HttpMethod.Delete, "/grants/" + granted.GetProperty("id").GetString());
            Assert.Equal("Forbidden", await JoinAsync(client, "room.9", 5));

            await using RawSwsClient other = await EnterAsync(gateway, Sodium.PublicKeyBox.GenerateKeyPair());
            Assert.Null(await JoinAsync(other, "hall", 1));
            Assert.Empty(gateway.ErrorLogs());
            gateway.Process.Kill();
            await gateway.Process.WaitForExitAsync(Timeouts.Process);
        }

        await using GatewayProcess again = await GatewayProcess.StartInAsync(folder.At("data"), Settings);
        using AdminClient operators = AdminClient.Of(again);
        JsonElement entry = Assert.Single((await operators.DoAsync(HttpMethod.Get, "/grants")).GetProperty("grants").EnumerateArray());
        Assert.Equal((denial, "rooms", "noisy"), (
            entry.GetProperty("id").GetString(), entry.GetProperty("hub").GetString(), entry.GetProperty("note").GetProperty("reason").GetString()));
        await using RawSwsClient back = await EnterAsync(again, pair);
        Assert.Equal("Forbidden", await JoinAsync(back, "hall", 1));
        await operators.DoAsync(HttpMethod.Delete, "/grants/" + denial);
        Assert.Null(await JoinAsync(back, "hall", 2));
    }

    private static async Task<RawSwsClient> EnterAsync(GatewayProcess gateway, Sodium.KeyPair pair)
    {
        RawSwsClient client = new(await RawWebSocket.OpenAsync(gateway.Url("rooms", Protocol)), version: 2, pair);
        await client.ShakeHandsAsync();
        Assert.Equal("connected", (string?)(await client.ReadJsonAsync("the greeting"))["event"]);
        return client;
    }

    private static async Task<string?> JoinAsync(RawSwsClient client, string group, int ackId)
    {
        await client.SendAsync($$"""{"type":"joinGroup","group":"{{group}}","ackId":{{ackId}}}""");
        JsonNode ack = await client.ReadJsonAsync("the ack");
        Assert.Equal(ackId, (int)ack["ackId"]!);
        return (string?)ack["error"]?["name"];
    }
}
