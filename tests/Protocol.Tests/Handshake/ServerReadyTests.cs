using System.Text;
using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;
using Sws.Protocol.Records;
using static Sws.Protocol.Tests.Handshake.Steps;

namespace Sws.Protocol.Tests.Handshake;

/// <summary>ClientReady: what completes the handshake and what does not.</summary>
public sealed class ServerReadyTests
{
    [Theory]
    [InlineData(1, "", false)]
    [InlineData(2, "{}", false)]
    [InlineData(2, """{"anything":[1,2]}""", false)]
    [InlineData(2, """{"desc":{},"sign":{}}""", true)]
    public void Receive_HonestReady_CompletesWithTheClientsKeys(int version, string json, bool requireCertificate)
    {
        using var session = new ServerSession(requireCertificate: requireCertificate);
        session.SayHello(version);

        HandshakeStep step = session.Server.Receive(session.Ready(json, version == 1 ? "1" : "2"));

        Assert.Equal(HandshakeAction.Complete, step.Action);
        Assert.True(session.Client.PublicKey.SequenceEqual(session.Server.ClientPublicKey.Span));
        Assert.Equal(requireCertificate ? json : string.Empty, Encoding.UTF8.GetString(session.Server.ClientCertificateJson.Span));
        byte[] plaintext = Messages.Plaintext();
        using var peer = new RecordSealer(plaintext.AsSpan(8, 32), plaintext.AsSpan(0, 8));
        using RecordOpener opener = session.Server.TakeOpener();
        byte[] record = [.. new byte[16], .. "first"u8];
        peer.Seal(record);
        Assert.True(opener.TryOpen(record, record.AsSpan(16)));
    }

    [Theory]
    [InlineData(false, """{"cert":CERT,"requireCert":false}""")]
    [InlineData(true, """{"cert":CERT,"requireCert":true}""")]
    public void Receive_HelloOfVersion2_AnswersWithTheCertificate(bool requireCertificate, string expected)
    {
        using var session = new ServerSession(requireCertificate: requireCertificate);

        session.SayHello(2);

        Assert.Equal(
            expected.Replace("CERT", TestIdentities.Certificate, StringComparison.Ordinal), Encoding.UTF8.GetString(session.ServerJson));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(" { } ")]
    public void Receive_NoCertificateWhereRequired_Refuses(string json)
    {
        using var session = new ServerSession(requireCertificate: true);
        session.SayHello(2);

        AssertFails("certificate_missing", session.Server.Receive(session.Ready(json, "2")));
        Assert.True(session.Server.ClientCertificateJson.IsEmpty);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData("null", false)]
    [InlineData("[]", false)]
    [InlineData("{", true)]
    [InlineData("{}{}", false)]
    [InlineData("\"{}\"", true)]
    [InlineData("{\"a\":1,\"a\":2}", true)]
    [InlineData("{\"a\":[[[[[[[[1]]]]]]]]}", false)]
    public void Receive_PayloadNotAnObject_Refuses(string json, bool requireCertificate)
    {
        using var session = new ServerSession(requireCertificate: requireCertificate);
        session.SayHello(2);

        AssertFails("handshake_ready_payload", session.Server.Receive(session.Ready(json, "2")));
    }

    [Fact]
    public void Receive_PayloadNotUtf8_Refuses()
    {
        using var session = new ServerSession();
        session.SayHello(2);
        byte[] box = session.ReadyBox([.. Messages.Plaintext("{\"a\":\""), 0xff, .. "\"}"u8]);

        AssertFails("handshake_ready_payload", session.Server.Receive(Messages.Ready(Messages.Array(box), "2")));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 15)]
    [InlineData(1, 16)]
    [InlineData(1, 55)]
    [InlineData(1, 57)]
    [InlineData(1, 58)]
    [InlineData(2, 0)]
    [InlineData(2, 55)]
    public void Receive_BoxOfImpossibleLength_Refuses(int version, int length)
    {
        using var session = new ServerSession();
        session.SayHello(version);
        byte[] box = session.ReadyBox(new byte[Math.Max(0, length - 16)])[..length];

        AssertFails("handshake_box_shape", session.Server.Receive(Messages.Ready(Messages.Array(box), version == 1 ? "1" : "2")));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"box\"")]
    [InlineData("{}")]
    [InlineData("[256]")]
    [InlineData("[-1]")]
    [InlineData("[1.5]")]
    [InlineData("[[1]]")]
    public void Receive_BoxNotBytes_Refuses(string box)
    {
        using var session = new ServerSession();
        session.SayHello();

        AssertFails("handshake_box_shape", session.Server.Receive(Messages.Ready(box)));
    }

    [Fact]
    public void Receive_BoxMissing_Refuses()
    {
        using var session = new ServerSession();
        session.SayHello();

        AssertFails("handshake_box_shape", session.Server.Receive("""{"opc":2,"version":1}"""u8));
    }

    [Fact]
    public void Receive_BoxOfAnotherKeyNonceOrDirection_Refuses()
    {
        AssertForged((session, stranger) => Messages.Box(stranger, session.Identities.KeyPair.PublicKey, session.ServerNonce, Messages.Plaintext()));
        AssertForged((session, stranger) => Messages.Box(session.Client, stranger.PublicKey, session.ServerNonce, Messages.Plaintext()));
        AssertForged((session, _) => Messages.Box(session.Client, session.Identities.KeyPair.PublicKey, Messages.Nonce, Messages.Plaintext()));
    }

    [Fact]
    public void Receive_AnyByteOfTheBoxChanged_Refuses()
    {
        for (int i = 0; i < 56; i++)
        {
            using var session = new ServerSession();
            byte[] box = session.SayHello().ReadyBox(Messages.Plaintext());
            box[i] ^= 1;

            AssertFails("handshake_box_forged", session.Server.Receive(Messages.Ready(Messages.Array(box))));
        }
    }

    [Theory]
    [InlineData(1, "2", "{}")]
    [InlineData(2, "1", "")]
    public void Receive_ReadyOfTheOtherVersion_Refuses(int version, string readyVersion, string json)
    {
        using var session = new ServerSession();
        session.SayHello(version);

        AssertFails("handshake_version_refused", session.Server.Receive(session.Ready(json, readyVersion)));
    }

    private static void AssertForged(Func<ServerSession, BoxKeyPair, byte[]> box)
    {
        using var session = new ServerSession();
        using BoxKeyPair stranger = BoxKeyPair.Generate();
        session.SayHello();

        AssertFails("handshake_box_forged", session.Server.Receive(Messages.Ready(Messages.Array(box(session, stranger)))));
    }
}
