using System.Text;
using Sws.Protocol.Handshake;

namespace Sws.Protocol.Tests.Handshake;

/// <summary>Whatever a stranger sends is a step, never an exception, and nothing but an honest message gets anywhere.</summary>
public sealed class HandshakeFuzzTests
{
    [Fact]
    public void Server_RandomTexts_NeverThrowsAndNeverCompletes()
    {
        using var identities = new TestIdentities();
        var policy = new ServerHandshakePolicy(SwsVersions.V1 | SwsVersions.V2, false);
        var texts = new RandomJson(11);
        var seen = new HashSet<string>();
        for (int i = 0; i < 5_000; i++)
        {
            using var server = new ServerHandshake(policy, identities);
            HandshakeStep step = server.Receive(texts.Next());
            seen.Add(step.Failure?.Tag ?? step.Action.ToString());
            Assert.NotEqual(HandshakeAction.Complete, step.Action);
            if (step.Action == HandshakeAction.Send)
            {
                Assert.Equal(HandshakeAction.Fail, server.Receive(texts.Next()).Action);
            }
        }

        // The generator reaches the answer and the common refusals, so that this test looks at more than one door.
        Assert.Superset(
            new HashSet<string>(["handshake_not_json", "handshake_duplicate_key", "handshake_opcode", "handshake_version", "handshake_order", "Send"]),
            seen);
    }

    [Fact]
    public void Client_RandomTexts_NeverThrowsAndNeverCompletes()
    {
        using var session = new ClientSession();
        var options = new ClientHandshakeOptions(1, session.KeyPair, session.Verifier, default);
        var texts = new RandomJson(12);
        for (int i = 0; i < 5_000; i++)
        {
            using var client = new ClientHandshake(options);
            _ = client.Start();
            Assert.Equal(HandshakeAction.Fail, client.Receive(texts.Next()).Action);
        }

        Assert.Equal(0, session.Verifier.Calls);
    }

    [Fact]
    public void Server_RandomBytes_NeverThrowsAndNeverAnswers()
    {
        using var identities = new TestIdentities();
        var random = new Random(13);
        var policy = new ServerHandshakePolicy(SwsVersions.V1 | SwsVersions.V2, false);
        for (int i = 0; i < 5_000; i++)
        {
            byte[] text = new byte[random.Next(64)];
            random.NextBytes(text);
            using var server = new ServerHandshake(policy, identities);

            Assert.Equal(HandshakeAction.Fail, server.Receive(text).Action);
        }

        Assert.Equal(0, identities.Leases);
    }

    [Fact]
    public void Payloads_RandomTexts_NeverThrow()
    {
        var texts = new RandomJson(14);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] text = texts.Next();
            bool client = HandshakePayload.TryReadClient(text, out _);
            bool server = HandshakePayload.TryReadServer(text, out _, out _);
            Assert.True(client || !server, Encoding.UTF8.GetString(text));
            accepted += client ? 1 : 0;
        }

        Assert.InRange(accepted, 1_000, 19_000);
    }

    [Theory]
    [InlineData("handshake_not_json")]
    [InlineData("handshake_box_forged")]
    public void Failures_AnyPeerInput_AreConstantsOfTheTable(string tag)
    {
        using var session = new ServerSession();
        session.SayHello();
        byte[] text = tag is "handshake_not_json" ? Messages.Utf8("<secret>") : Messages.Ready(Messages.Array(new byte[56]));

        HandshakeStep step = session.Server.Receive(text);

        Assert.Same(CloseReason.FromTag(tag), step.Failure);
    }
}
