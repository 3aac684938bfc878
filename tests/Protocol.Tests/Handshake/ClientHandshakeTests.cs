using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;
using Sws.Protocol.Records;
using Sws.Protocol.Tests.Crypto;
using static Sws.Protocol.Tests.Handshake.Steps;

namespace Sws.Protocol.Tests.Handshake;

/// <summary>What a client accepts from a server, and what it gives it.</summary>
public sealed class ClientHandshakeTests
{
    public static TheoryData<string> LowOrder => [.. LowOrderKeys.Canonical];

    public static TheoryData<string> Aliases => [.. LowOrderKeys.All.Except(LowOrderKeys.Canonical)];

    [Theory]
    [InlineData(1, "", "")]
    [InlineData(2, ClientSession.ServerJson, "{}")]
    [InlineData(2, ClientSession.ServerJsonRequiring, ClientSession.ClientCertificate)]
    [InlineData(2, """ { "requireCert" : false , "more":[1], "cert" : {} } """, "{}")]
    public void Receive_HonestServer_CompletesWithTheServersKeys(int version, string serverJson, string expectedJson)
    {
        using var session = new ClientSession(version);

        HandshakeStep step = session.Client.Receive(session.Hello(serverJson));

        Assert.Equal(HandshakeAction.SendAndComplete, step.Action);
        Assert.Equal(expectedJson, session.ReadyJson(step));
        byte[] plaintext = Messages.Plaintext();
        using var peer = new RecordSealer(plaintext.AsSpan(8, 32), plaintext.AsSpan(0, 8));
        using RecordOpener opener = session.Client.TakeOpener();
        byte[] record = [.. new byte[16], .. "first"u8];
        peer.Seal(record);
        Assert.True(opener.TryOpen(record, record.AsSpan(16)));
        session.Client.TakeSealer().Dispose();
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, """{"desc":{"type":"ca"}}""")]
    public void Receive_VerifierAsked_SeesTheKeyAndTheCertificate(int version, string certificate)
    {
        using var session = new ClientSession(version);

        _ = session.Client.Receive(session.Hello());

        Assert.Equal(1, session.Verifier.Calls);
        Assert.Equal(Hex.Of(session.Server.PublicKey), session.Verifier.PublicKey);
        Assert.Equal(certificate, session.Verifier.Certificate);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Receive_VerifierDistrusts_FailsWithItsReasonAndSaysNothing(int version)
    {
        using var session = new ClientSession(version, CloseReason.CertificateUnknownCa);

        AssertFails("certificate_unknown_ca", session.Client.Receive(session.Hello()));
        Assert.Throws<InvalidOperationException>(session.Client.TakeOpener);
    }

    [Fact]
    public void Receive_CertificateRequiredButNoneHeld_Fails()
    {
        using var session = new ClientSession(2, withCertificate: false);

        AssertFails("certificate_missing", session.Client.Receive(session.Hello(ClientSession.ServerJsonRequiring)));
        Assert.True(session.Client.ServerRequiresCertificate);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"cert":{}}""")]
    [InlineData("""{"requireCert":true}""")]
    [InlineData("""{"cert":null,"requireCert":true}""")]
    [InlineData("""{"cert":"{}","requireCert":true}""")]
    [InlineData("""{"cert":[],"requireCert":true}""")]
    [InlineData("""{"cert":{},"requireCert":1}""")]
    [InlineData("""{"cert":{},"requireCert":"true"}""")]
    [InlineData("""{"cert":{},"requireCert":null}""")]
    [InlineData("""{"cert":{},"cert":{},"requireCert":true}""")]
    [InlineData("""{"cert":{},"requireCert":true,"require\u0043ert":false}""")]
    [InlineData("""{"cert":{"a":1,"a":1},"requireCert":true}""")]
    [InlineData("""{"cert":{"a":[[[[[[[]]]]]]]},"requireCert":true}""")]
    [InlineData("""{"cert":{},"requireCert":true}x""")]
    [InlineData("""{"cert":{},"requireCert":true""")]
    public void Receive_PayloadOfVersion2Wrong_FailsUnverified(string json)
    {
        using var session = new ClientSession(2);

        AssertFails("handshake_ready_payload", session.Client.Receive(session.Hello(json)));
        Assert.Equal(0, session.Verifier.Calls);
    }

    [Theory]
    [MemberData(nameof(LowOrder))]
    public void Receive_LowOrderKey_Fails(string key) => AssertKeyRefused("handshake_public_key_low_order", key);

    [Theory]
    [MemberData(nameof(Aliases))]
    public void Receive_AliasOfAKey_Fails(string key) => AssertKeyRefused("handshake_public_key_non_canonical", key);

    [Fact]
    public void Receive_OwnKeyReflected_Fails()
    {
        using var session = new ClientSession();
        byte[] box = Messages.Box(session.KeyPair, session.KeyPair.PublicKey, session.Nonce, Messages.Plaintext());

        AssertFails(
            "handshake_public_key_own",
            session.Client.Receive(Messages.ServerHello(Messages.Array(session.KeyPair.PublicKey), Messages.Array(box))));
    }

    [Fact]
    public void Receive_ServerNonceEqualToOurs_Fails()
    {
        // ClientReady would be sealed with the key and nonce of the box just opened.
        using var session = new ClientSession();
        byte[] box = session.Box([.. session.Nonce, .. new byte[32]]);

        AssertFails("handshake_nonce", session.Client.Receive(session.HelloWith(box)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Receive_AnyByteOfTheBoxChanged_Fails(int version)
    {
        using var measured = new ClientSession(version);
        int length = measured.Box(Messages.Plaintext(measured.HonestJson)).Length;
        for (int i = 0; i < length; i++)
        {
            using var session = new ClientSession(version);
            byte[] box = session.Box(Messages.Plaintext(session.HonestJson));
            box[i] ^= 0x10;

            AssertFails("handshake_box_forged", session.Client.Receive(session.HelloWith(box)));
            Assert.Equal(0, session.Verifier.Calls);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 55)]
    [InlineData(1, 57)]
    [InlineData(2, 0)]
    [InlineData(2, 55)]
    public void Receive_BoxOfImpossibleLength_Fails(int version, int length)
    {
        using var session = new ClientSession(version);
        byte[] box = session.Box(new byte[Math.Max(0, length - 16)])[..length];

        AssertFails("handshake_box_shape", session.Client.Receive(session.HelloWith(box)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("[9,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]")]
    [InlineData("[9,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]")]
    [InlineData("[265,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]")]
    public void Receive_PublicKeyNot32Bytes_Fails(string key)
    {
        using var session = new ClientSession();
        string box = Messages.Array(session.Box(Messages.Plaintext()));

        AssertFails("handshake_public_key_shape", session.Client.Receive(Messages.ServerHello(key, box)));
    }

    [Theory]
    [InlineData(1, "2")]
    [InlineData(2, "1")]
    public void Receive_OtherVersion_Fails(int version, string answered)
    {
        using var session = new ClientSession(version);
        byte[] hello = Messages.ServerHello(
            Messages.Array(session.Server.PublicKey), Messages.Array(session.Box(Messages.Plaintext(session.HonestJson))), answered);

        AssertFails("handshake_version_refused", session.Client.Receive(hello));
    }

    [Fact]
    public void Start_Twice_IsOurMistake()
    {
        using var session = new ClientSession();

        Assert.Throws<InvalidOperationException>(() => session.Client.Start());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Constructor_UnknownVersion_IsOurMistake(int version)
    {
        using BoxKeyPair keyPair = BoxKeyPair.Generate();

        Assert.Throws<ArgumentOutOfRangeException>(
            () => new ClientHandshake(new ClientHandshakeOptions(version, keyPair, new TestVerifier(), default)));
    }

    [Fact]
    public void Dispose_ThenUse_ThrowsAndLeavesTheKeyPairAlone()
    {
        using var session = new ClientSession();
        session.Client.Dispose();

        Assert.Throws<ObjectDisposedException>(() => session.Client.Receive("{}"u8));
        Assert.Throws<ObjectDisposedException>(() => session.Client.Start());
        session.KeyPair.CopySecretKey(new byte[32]);
    }

    [Fact]
    public void ToString_Options_SaysNothingOfTheKey()
    {
        using BoxKeyPair keyPair = BoxKeyPair.Generate();

        Assert.Equal("ClientHandshakeOptions", new ClientHandshakeOptions(1, keyPair, new TestVerifier(), default).ToString());
    }

    private static void AssertKeyRefused(string tag, string key)
    {
        using var session = new ClientSession();
        byte[] hello = Messages.ServerHello(Messages.Array(Hex.Bytes(key)), Messages.Array(session.Box(Messages.Plaintext())));

        AssertFails(tag, session.Client.Receive(hello));
        Assert.Equal(0, session.Verifier.Calls);
    }
}
