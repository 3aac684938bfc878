using Sws.Protocol.Handshake;
using Sws.Protocol.Tests.Crypto;
using static Sws.Protocol.Tests.Handshake.Steps;

namespace Sws.Protocol.Tests.Handshake;

/// <summary>Everything that can be wrong with a ClientHello, each with its own reason.</summary>
public sealed class ServerHelloRefusalTests
{
    private const string Key = "[9,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]";

    /// <summary>What stands where eight bytes should. The reference takes all but the missing one for nonces.</summary>
    public static TheoryData<string> NotEightBytes =>
    [
        "[1,2,3,4,5,6,7]", "[1,2,3,4,5,6,7,8,9]", "[1,2,3,4,5,6,7,8,99,100]", "[]", "[257,2,3,4,5,6,7,8]", "[-254,2,3,4,5,6,7,8]",
        "[256,2,3,4,5,6,7,8]", "[-1,2,3,4,5,6,7,8]", "[1,2,3.9,4,5,6,7,8]", "[1,2,3.0,4,5,6,7,8]", "[1e0,2,3,4,5,6,7,8]", "[-0,2,3,4,5,6,7,8]",
        "[1,2,3,\"4\",5,6,7,8]", "[1,2,3,4,[5],6,7,8]", "[null,2,3,4,5,6,7,8]", "[true,2,3,4,5,6,7,8]", "[{},2,3,4,5,6,7,8]",
        "\"12345678\"", "null", "true", "12345678", "{\"0\":1,\"length\":8}", "{}", "[[1,2,3,4,5,6,7,8]]", "[1000,2,3,4,5,6,7,8]",
        "[99999999999999999999,2,3,4,5,6,7,8]",
    ];

    /// <summary>Not JSON at all, or not an object.</summary>
    public static TheoryData<string> NotObjects =>
    [
        "", " ", "[]", "1", "null", "\"opc\"", "{", "}", "{]", "{}x", "{}{}", "{\"opc\":0,}", "{,\"opc\":0}", "{\"opc\" 0}", "{\"opc\":}", "{opc:0}",
        "{'opc':0}", "{\"opc\":0;\"version\":1}", "{\"opc\":00}", "{\"opc\":+0}", "{\"opc\":.5}", "{\"opc\":1.}", "{\"opc\":1e}", "{\"opc\":-}",
        "{\"opc\":0x1}", "{\"opc\":NaN}", "{\"opc\":tru}", "{\"opc\":nul}", "{\"opc\":True}", "{\"a\":\"\n\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u12g4\"}", "{\"a\":\"", "{\"a\":\"\\", "{\"a\":[1,]}", "{\"a\":[1 2]}", "{\"a\":[01]}", "{\"a\":[1}", "{/**/}", "\ufeff{}", "{\"nonce\":[1,2",
        "{\"nonce\":[", "{\"nonce\":[,1]}", "{\"nonce\":[1,,2]}", "{\"nonce\":[1,2,3,4,5,6,7,08]}", "{\"nonce\":[1,2,3,4,5,6,7,8}", "{\"\0\":1}", "{}\0",
    ];

    public static TheoryData<string> LowOrder => [.. LowOrderKeys.Canonical];

    public static TheoryData<string> Aliases =>
    [
        .. LowOrderKeys.All.Except(LowOrderKeys.Canonical),
        LowOrderKeys.SetTopBit("0900000000000000000000000000000000000000000000000000000000000000"),
        "f6ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];

    [Theory]
    [MemberData(nameof(NotEightBytes))]
    public void Receive_NonceNotEightBytes_Refuses(string nonce) => AssertRefused("handshake_nonce", Messages.Hello(Key, nonce));

    [Theory]
    [MemberData(nameof(NotEightBytes))]
    public void Receive_PublicKeyNot32Bytes_Refuses(string spoiled)
    {
        // The same spoilings at the end of an otherwise right key; where they are no array, in place of the key.
        string key = spoiled.StartsWith('[') && spoiled.Length > 2 && spoiled[1] != '[' ? $"{Key[..^17]},{spoiled[1..]}" : spoiled;

        AssertRefused("handshake_public_key_shape", Messages.Hello(key));
    }

    [Theory]
    [MemberData(nameof(NotObjects))]
    public void Receive_NotJsonObject_Refuses(string text) => AssertRefused("handshake_not_json", Messages.Utf8(text));

    [Theory]
    [MemberData(nameof(LowOrder))]
    public void Receive_LowOrderKey_Refuses(string key) =>
        AssertRefused("handshake_public_key_low_order", Messages.Hello(Messages.Array(Hex.Bytes(key))));

    [Theory]
    [MemberData(nameof(Aliases))]
    public void Receive_AliasOfAKey_Refuses(string key) =>
        AssertRefused("handshake_public_key_non_canonical", Messages.Hello(Messages.Array(Hex.Bytes(key))));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Receive_ServersOwnKey_Refuses(int version)
    {
        using var session = new ServerSession();

        AssertFails("handshake_public_key_own", session.Server.Receive(Messages.Hello(session.Identities.KeyPair, version)));
    }

    [Theory]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("256")]
    [InlineData("0.0")]
    [InlineData("\"0\"")]
    [InlineData("null")]
    [InlineData("[0]")]
    public void Receive_UnknownOpcode_Refuses(string opcode) => AssertRefused("handshake_opcode", Messages.Hello(Key, opcode: opcode));

    [Theory]
    [InlineData("0")]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("10")]
    [InlineData("1e0")]
    [InlineData("\"1\"")]
    [InlineData("true")]
    [InlineData("[1]")]
    public void Receive_UnknownVersion_Refuses(string version) => AssertRefused("handshake_version", Messages.Hello(Key, version: version));

    [Theory]
    [InlineData("""{"version":1,"client_public_key":KEY,"nonce":[1,2,3,4,5,6,7,8]}""", "handshake_opcode")]
    [InlineData("""{"opc":0,"client_public_key":KEY,"nonce":[1,2,3,4,5,6,7,8]}""", "handshake_version")]
    [InlineData("""{"opc":0,"version":1,"nonce":[1,2,3,4,5,6,7,8]}""", "handshake_public_key_shape")]
    [InlineData("""{"opc":0,"version":1,"client_public_key":KEY}""", "handshake_nonce")]
    [InlineData("""{"opc":0,"version":1,"server_public_key":KEY,"nonce":[1,2,3,4,5,6,7,8]}""", "handshake_public_key_shape")]
    [InlineData("{}", "handshake_opcode")]
    public void Receive_MemberMissing_Refuses(string text, string tag) =>
        AssertRefused(tag, Messages.Utf8(text.Replace("KEY", Key, StringComparison.Ordinal)));

    [Theory]
    [InlineData("\"opc\":0")]
    [InlineData("\"opc\":1")]
    [InlineData("\"\\u006fpc\":0")]
    [InlineData("\"\\u006Fp\\u0063\":0")]
    [InlineData("\"nonce\":[1,2,3,4,5,6,7,8]")]
    [InlineData("\"x\":1,\"x\":1")]
    [InlineData("\"x\":{\"y\":1,\"y\":2}")]
    [InlineData("\"x\":[{\"y\":{\"\":1,\"\":2}}]")]
    [InlineData("\"\u00e9\":1,\"\\u00e9\":1")]
    [InlineData("\"\ud83d\ude00\":1,\"\\ud83d\\uDE00\":1")]
    [InlineData("\"\\ud83d\":1,\"\\uD83D\":1")]
    [InlineData("\"/\":1,\"\\/\":1")]
    public void Receive_DuplicateKey_Refuses(string added) => AssertRefused("handshake_duplicate_key", WithMember(added));

    [Theory]
    [InlineData("\"Opc\":1")]
    [InlineData("\"x\":{\"opc\":7,\"x\":[1,{\"opc\":[]}]}")]
    [InlineData("\"s_blackbox_a\":\"ignored in a hello\"")]
    [InlineData("\"server_public_key\":[1]")]
    [InlineData("\"\\ud83d\":1,\"\\ude00\":1,\"\ud83d\ude00\":1")]
    [InlineData("\"\":null,\" \":-1.5e+10")]
    public void Receive_UnknownMember_Ignores(string added)
    {
        using var session = new ServerSession();

        Assert.Equal(HandshakeAction.Send, session.Server.Receive(WithMember(added)).Action);
    }

    [Fact]
    public void Receive_MembersReorderedAndSpaced_Accepts()
    {
        using var session = new ServerSession();
        string text = $" {{ \"nonce\" : [ 1 ,\t2,3,4,5,6,7,\r\n8 ] , \"client_public_key\":{Key},\"version\":2 ,\"opc\":0\n}} ";

        Assert.Equal(HandshakeAction.Send, session.Server.Receive(Messages.Utf8(text)).Action);
        Assert.Equal(2, session.Server.Version);
    }

    [Theory]
    [InlineData(SwsVersions.V2, false, 1)]
    [InlineData(SwsVersions.V1, false, 2)]
    [InlineData(SwsVersions.None, false, 1)]
    [InlineData(SwsVersions.None, false, 2)]
    [InlineData(SwsVersions.V1 | SwsVersions.V2, true, 1)]
    [InlineData(SwsVersions.V1, true, 1)]
    public void Receive_VersionNotAllowed_RefusesWithoutTouchingAKey(SwsVersions versions, bool requireCertificate, int version)
    {
        using var session = new ServerSession(versions, requireCertificate);

        AssertFails("handshake_version_refused", session.Server.Receive(Messages.Hello(session.Client, version)));
        Assert.Equal(0, session.Identities.Leases);
    }

    [Fact]
    public void Receive_NotUtf8_Refuses() => AssertRefused("text_not_utf8", [.. WithMember("\"x\":\"")[..^1], 0xc3, 0x28, .. "\"}"u8]);

    private static byte[] WithMember(string added)
    {
        byte[] hello = Messages.Hello(Key);
        return [.. hello[..^1], .. Messages.Utf8("," + added), (byte)'}'];
    }

    private static void AssertRefused(string tag, byte[] text)
    {
        using var session = new ServerSession();

        AssertFails(tag, session.Server.Receive(text));

        Assert.Equal(0, session.Server.Version);
        Assert.True(session.Server.ClientPublicKey.IsEmpty);
        AssertFails(tag, session.Server.Receive(Messages.Hello(session.Client)));
    }
}
