using System.Globalization;
using System.Text.Json.Nodes;
using Sws.Protocol;
using Sws.Testing;

namespace Sws.EndToEnd.Tests;

/// <summary>"What must be refused" of the handshake, line by line, over real sockets.</summary>
[Collection<GatewayGroup>]
public sealed class HandshakeRefusalTests(GatewayFixture fixture)
{
    // Every way the reference turns something else into a byte array. %good% are the right numbers but the last.
    public static TheoryData<string> Spoilt =>
    [
        "[%good%,257]", "[%good%,256]", "[%good%,-254]", "[%good%,-1]", "[%good%,\"4\"]", "[%good%,[5]]", "[%good%,null]", "[%good%,1.5]", "[%good%,true]",
        "[%good%,{}]", "[%good%,1e99]", "[]", "null", "\"AAAAAAAAAAA=\"", "{\"0\":1}", "7",
    ];

    public static TheoryData<string> WrongLength => ["[%good%]", "[%good%,1,1]"];

    // The points of order 1, 2, 4 and 8 of Curve25519 in their canonical form; little-endian, as hex.
    public static TheoryData<string> LowOrder =>
    [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];

    // p + 3, the largest below 2^255, and a proper key with bit 255 set.
    public static TheoryData<string> NonCanonical =>
    [
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "09000000000000000000000000000000000000000000000000000000000000c0",
    ];

    private Uri Echo => fixture.Gateway.Url("echo");

    [Theory]
    [MemberData(nameof(Spoilt))]
    [MemberData(nameof(WrongLength))]
    public Task Hello_NonceIsNot8Bytes_IsRefused(string array) =>
        RefuseHelloAsync(CloseReason.HandshakeNonce, hello => Spoil(hello, "nonce", array));

    [Theory]
    [MemberData(nameof(Spoilt))]
    [MemberData(nameof(WrongLength))]
    public Task Hello_PublicKeyIsNot32Bytes_IsRefused(string array) =>
        RefuseHelloAsync(CloseReason.HandshakePublicKeyShape, hello => Spoil(hello, "client_public_key", array));

    [Theory]
    [InlineData("nonce", "handshake_nonce")]
    [InlineData("client_public_key", "handshake_public_key_shape")]
    [InlineData("opc", "handshake_opcode")]
    [InlineData("version", "handshake_version")]
    public Task Hello_MemberIsMissing_IsRefused(string name, string tag) => RefuseHelloAsync(CloseReason.FromTag(tag)!, hello =>
    {
        hello.Remove(name);
        return hello.ToJsonString();
    });

    [Theory]
    [MemberData(nameof(LowOrder))]
    public Task Hello_PublicKeyHasLowOrder_IsRefused(string key) =>
        RefuseHelloAsync(CloseReason.HandshakePublicKeyLowOrder, hello => WithKey(hello, Convert.FromHexString(key)));

    [Theory]
    [MemberData(nameof(NonCanonical))]
    public Task Hello_PublicKeyIsNotCanonical_IsRefused(string key) =>
        RefuseHelloAsync(CloseReason.HandshakePublicKeyNonCanonical, hello => WithKey(hello, Convert.FromHexString(key)));

    [Fact]
    public async Task Hello_PublicKeyIsTheServersOwn_IsRefused()
    {
        // In version 2 the server's key lives for an epoch, so a second connection can know it.
        await using var first = await RawSwsClient.OpenAsync(Echo, version: 2);
        await using var second = new RawSwsClient(await RawWebSocket.OpenAsync(Echo), version: 2);
        await second.SendTextAsync(WithKey(second.Hello(), first.ServerPublicKey));
        await second.Socket.ExpectCloseAsync(CloseReason.HandshakePublicKeyOwn);
    }

    [Fact]
    public async Task Hello_ReplayedInVersion2_IsRefused()
    {
        await using var first = await RawSwsClient.OpenAsync(Echo, version: 2);
        await using var second = new RawSwsClient(await RawWebSocket.OpenAsync(Echo), version: 2);
        await second.SendTextAsync(first.Hello().ToJsonString());
        await second.Socket.ExpectCloseAsync(CloseReason.HandshakeReplayed);
    }

    [Fact]
    public async Task Hello_ReplayedInVersion1_MeetsAnotherKey()
    {
        // Version 1 needs no guard: every connection has a server key of its own.
        await using var first = await RawSwsClient.OpenAsync(Echo);
        await using var second = new RawSwsClient(await RawWebSocket.OpenAsync(Echo));
        await second.SendTextAsync(first.Hello().ToJsonString());
        var hello = JsonNode.Parse((await second.Socket.ReadMessageAsync("the server's hello")).Payload)!;
        Assert.NotEqual(RawSwsClient.ToArray(first.ServerPublicKey).ToJsonString(), hello["server_public_key"]!.ToJsonString());
    }

    [Fact]
    public async Task Hello_Twice_IsRefused()
    {
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(Echo));
        await client.SendTextAsync(client.Hello().ToJsonString());
        await client.ReadServerHelloAsync();
        await client.SendTextAsync(client.Hello().ToJsonString());
        await client.Socket.ExpectCloseAsync(CloseReason.HandshakeOrder);
    }

    [Fact]
    public Task Ready_BeforeHello_IsRefused() =>
        RefuseHelloAsync(CloseReason.HandshakeOrder, _ => """{"opc":2,"version":1,"s_blackbox_a":[1]}""");

    [Theory]
    [InlineData("1", "handshake_order")]
    [InlineData("3", "handshake_opcode")]
    [InlineData("-1", "handshake_opcode")]
    [InlineData("\"0\"", "handshake_opcode")]
    [InlineData("null", "handshake_opcode")]
    public Task Hello_OpcIsUnknown_IsRefused(string opc, string tag) => RefuseHelloAsync(CloseReason.FromTag(tag)!, hello => Spoil(hello, "opc", opc));

    [Theory]
    [InlineData("0")]
    [InlineData("3")]
    [InlineData("\"1\"")]
    [InlineData("null")]
    public Task Hello_VersionIsUnknown_IsRefused(string version) =>
        RefuseHelloAsync(CloseReason.HandshakeVersion, hello => Spoil(hello, "version", version));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public async Task Ready_OfAnotherVersion_IsRefused(int hello, int ready)
    {
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(Echo), hello);
        await client.SendTextAsync(client.Hello().ToJsonString());
        await client.ReadServerHelloAsync();
        await client.SendTextAsync(Spoil(client.Ready(), "version", ready.ToString(CultureInfo.InvariantCulture)));
        await client.Socket.ExpectCloseAsync(CloseReason.HandshakeVersionRefused);
    }

    [Theory]
    [InlineData("\"opc\":0", "\"opc\":0,\"opc\":0")]
    [InlineData("\"opc\":0", "\"opc\":0,\"nonce\":[1]")]
    [InlineData("\"opc\":0", "\"opc\":0,\"x\":1,\"x\":2")]
    [InlineData("\"opc\":0", "\"opc\":0,\"\\u006fpc\":0")]
    [InlineData("\"opc\":0", "\"opc\":0,\"x\":{\"y\":1,\"y\":1}")]
    public Task Hello_RepeatsAKey_IsRefused(string what, string with) =>
        RefuseHelloAsync(CloseReason.HandshakeDuplicateKey, hello => hello.ToJsonString().Replace(what, with, StringComparison.Ordinal));

    [Fact]
    public Task Hello_Of9Levels_IsRefused() => RefuseHelloAsync(CloseReason.HandshakeTooDeep, hello => Spoil(hello, "more", "[[[[[[[[]]]]]]]]"));

    [Fact]
    public async Task Hello_Of8Levels_IsAccepted()
    {
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(Echo));
        await client.SendTextAsync(Spoil(client.Hello(), "more", "[[[[[[[]]]]]]]"));
        await client.ReadServerHelloAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{\"opc\":0")]
    [InlineData("{\"opc\":0,}")]
    [InlineData("{} {}")]
    [InlineData("[]")]
    [InlineData("{'opc':0}")]
    public Task Hello_IsNotAJsonObject_IsRefused(string text) => RefuseHelloAsync(CloseReason.HandshakeNotJson, _ => text);

    [Fact]
    public async Task Hello_IsNotUtf8_IsRefused()
    {
        await using var socket = await RawWebSocket.OpenAsync(Echo);
        await socket.SendAsync(new RawFrame(RawFrame.Text, [(byte)'"', 0xc3, (byte)'"']));
        await socket.ExpectCloseAsync(CloseReason.TextNotUtf8);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Hello_Of64KiBAndMore_IsRefusedOneByteOver(int over)
    {
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(Echo));
        await client.SendTextAsync(client.Hello().ToJsonString().PadRight((64 * 1024) + over));
        if (over > 0)
        {
            await client.Socket.ExpectCloseAsync(CloseReason.HandshakeTooBig);
        }
        else
        {
            await client.ReadServerHelloAsync();
        }
    }

    [Fact]
    public async Task Hello_Over64KiBInFragments_IsRefused()
    {
        await using var socket = await RawWebSocket.OpenAsync(Echo);
        var half = new byte[40 * 1024];
        await socket.SendAsync(new RawFrame(RawFrame.Text, half) { Fin = false }, new RawFrame(RawFrame.Continuation, half));
        await socket.ExpectCloseAsync(CloseReason.HandshakeTooBig);
    }

    [Fact]
    public async Task Handshake_BinaryFirst_IsRefused()
    {
        await using var socket = await RawWebSocket.OpenAsync(Echo);
        await socket.SendAsync(new RawFrame(RawFrame.Binary, [1, 2, 3]));
        await socket.ExpectCloseAsync(CloseReason.HandshakeBinary);
    }

    [Fact]
    public async Task Handshake_BinaryInsteadOfReady_IsRefused()
    {
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(Echo));
        await client.SendTextAsync(client.Hello().ToJsonString());
        await client.ReadServerHelloAsync();
        await client.SendAsync("too early");
        await client.Socket.ExpectCloseAsync(CloseReason.HandshakeBinary);
    }

    [Fact]
    public async Task Record_AsText_IsRefused()
    {
        await using var client = await RawSwsClient.OpenAsync(Echo);
        await client.SendTextAsync("hello");
        await client.Socket.ExpectCloseAsync(CloseReason.TextAfterHandshake);
    }

    [Theory]
    [MemberData(nameof(Spoilt))]
    public async Task Ready_BoxIsNoByteArray_IsRefused(string array)
    {
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(Echo));
        await client.SendTextAsync(client.Hello().ToJsonString());
        await client.ReadServerHelloAsync();
        await client.SendTextAsync(Spoil(client.Ready(), "s_blackbox_a", array));
        await client.Socket.ExpectCloseAsync(CloseReason.HandshakeBoxShape);
    }

    [Fact]
    public async Task Ready_BoxIsAltered_IsRefused()
    {
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(Echo));
        await client.SendTextAsync(client.Hello().ToJsonString());
        await client.ReadServerHelloAsync();
        var ready = client.Ready();
        var box = ready["s_blackbox_a"]!.AsArray();
        box[^1] = (int)box[^1]! ^ 1;
        await client.SendTextAsync(ready.ToJsonString());
        await client.Socket.ExpectCloseAsync(CloseReason.HandshakeBoxForged);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task Ready_Version2WithoutParseableJson_IsRefused(string json)
    {
        // Also where no certificate is required: a relay without a key must not be able to turn version 1 into version 2.
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(fixture.Gateway.Url(GatewayFixture.Version2Hub)), version: 2);
        await client.SendTextAsync(client.Hello().ToJsonString());
        await client.ReadServerHelloAsync();
        await client.SendTextAsync(client.Ready(json).ToJsonString());
        await client.Socket.ExpectCloseAsync(CloseReason.HandshakeReadyPayload);
    }

    private async Task RefuseHelloAsync(CloseReason expected, Func<JsonObject, string> spoil)
    {
        await using var client = new RawSwsClient(await RawWebSocket.OpenAsync(Echo));
        await client.SendTextAsync(spoil(client.Hello()));
        await client.Socket.ExpectCloseAsync(expected);
    }

    private static string WithKey(JsonObject hello, byte[] key)
    {
        hello["client_public_key"] = RawSwsClient.ToArray(key);
        return hello.ToJsonString();
    }

    // Puts JSON text in the place of a member; "%good%" stands for all of its numbers but the last.
    private static string Spoil(JsonObject message, string name, string json)
    {
        var good = message[name] is JsonArray numbers ? string.Join(',', numbers.SkipLast(1).Select(number => number!.ToJsonString())) : "";
        message[name] = "%here%";
        return message.ToJsonString().Replace("\"%here%\"", json.Replace("%good%", good, StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
