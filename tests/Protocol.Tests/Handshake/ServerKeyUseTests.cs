using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;
using Sws.Protocol.Tests.Crypto;
using static Sws.Protocol.Tests.Handshake.Steps;

namespace Sws.Protocol.Tests.Handshake;

/// <summary>No key and nonce encrypt twice, and no key outlives its use.</summary>
public sealed class ServerKeyUseTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Receive_SameHelloToASharedKey_RefusesTheSecond(int version)
    {
        using var session = new ServerSession();
        session.SayHello(version);
        using var second = new ServerHandshake(session.Policy, session.Identities);
        using var third = new ServerHandshake(session.Policy, session.Identities);

        AssertFails("handshake_replayed", second.Receive(Messages.Hello(session.Client, version)));

        byte[] otherNonce = [.. Messages.Nonce[..7], 9];
        Assert.Equal(HandshakeAction.Send, third.Receive(Messages.Hello(session.Client, version, otherNonce)).Action);
        Assert.Equal(2, session.Identities.Digests.Count);
    }

    [Fact]
    public void Receive_HelloInBothVersions_IsOneHelloToTheGuard()
    {
        // Both answers would be sealed with the same key and nonce, whatever the version says.
        using var session = new ServerSession();
        session.SayHello(1);
        using var second = new ServerHandshake(session.Policy, session.Identities);

        AssertFails("handshake_replayed", second.Receive(Messages.Hello(session.Client, version: 2)));
    }

    [Fact]
    public void Receive_SharedKey_GuardsTheDigestOfSharedKeyAndNonce()
    {
        using var session = new ServerSession();
        session.SayHello();
        byte[] used = new byte[40];
        Assert.True(session.Client.TryShare(session.Identities.KeyPair.PublicKey, used.AsSpan(0, 32)));
        Messages.Nonce.CopyTo(used, 32);
        byte[] digest = new byte[16];
        ShortHash.Compute(used, digest);

        Assert.Equal(Convert.ToHexString(digest), Assert.Single(session.Identities.Digests));
    }

    [Fact]
    public void Receive_FreshKey_AsksNoGuard()
    {
        using var session = new ServerSession(shared: false);
        session.SayHello();

        Assert.Empty(session.Identities.Digests);
    }

    [Fact]
    public void Receive_HelloAnswered_GivesItsLeaseBack()
    {
        BoxKeyPair keyPair = BoxKeyPair.Generate();
        using var identities = new TestIdentities(keyPair);
        using var server = new ServerHandshake(new ServerHandshakePolicy(SwsVersions.V1, false), identities);
        using BoxKeyPair client = BoxKeyPair.Generate();

        Assert.Equal(HandshakeAction.Send, server.Receive(Messages.Hello(client)).Action);
        identities.Dispose();

        Assert.Equal(1, identities.Leases);
        Assert.Throws<ObjectDisposedException>(() => keyPair.CopySecretKey(new byte[32]));
    }

    [Theory]
    [InlineData("handshake_public_key_own")]
    [InlineData("handshake_public_key_low_order")]
    [InlineData("handshake_replayed")]
    public void Receive_HelloRefused_GivesItsLeaseBack(string tag)
    {
        BoxKeyPair keyPair = BoxKeyPair.Generate();
        using var identities = new TestIdentities(keyPair);
        var policy = new ServerHandshakePolicy(SwsVersions.V1, false);
        using BoxKeyPair client = BoxKeyPair.Generate();
        using var first = new ServerHandshake(policy, identities);
        using var server = new ServerHandshake(policy, identities);
        _ = first.Receive(Messages.Hello(client));
        byte[] hello = tag switch
        {
            "handshake_public_key_own" => Messages.Hello(keyPair),
            "handshake_public_key_low_order" => Messages.Hello(Messages.Array(new byte[32])),
            _ => Messages.Hello(client),
        };

        AssertFails(tag, server.Receive(hello));
        identities.Dispose();

        Assert.Throws<ObjectDisposedException>(() => keyPair.CopySecretKey(new byte[32]));
    }

    [Fact]
    public void Receive_RandomNonceEqualToTheClients_DrawsAgain()
    {
        const string clientNonce = "0102030405060708";
        const string serverNonce = "1112131415161718";
        var random = new ReplayedRandom(clientNonce, clientNonce, serverNonce, new string('a', 64));
        using var identities = new TestIdentities();
        using var server = new ServerHandshake(new ServerHandshakePolicy(SwsVersions.V1, false), identities, random.Fill);
        using BoxKeyPair client = BoxKeyPair.Generate();

        Assert.Equal(HandshakeAction.Send, server.Receive(Messages.Hello(client, nonce: Hex.Bytes(clientNonce))).Action);

        Assert.Equal(0, random.Left);
    }

    [Fact]
    public void Receive_TwoHandshakes_DrawDifferentNoncesAndKeys()
    {
        using var first = new ServerSession();
        using var second = new ServerSession();

        Assert.NotEqual(first.SayHello().ServerNonce, second.SayHello().ServerNonce);
    }

    [Fact]
    public void Receive_Version2WithoutCertificate_IsOurMistake()
    {
        using var identities = new TestIdentities(certificate: null);
        using var server = new ServerHandshake(new ServerHandshakePolicy(SwsVersions.V2, false), identities);
        using BoxKeyPair client = BoxKeyPair.Generate();

        Assert.Throws<InvalidOperationException>(() => server.Receive(Messages.Hello(client, version: 2)));
    }

    [Fact]
    public void Take_BeforeCompleteTwiceOrAfterFailure_Throws()
    {
        using var session = new ServerSession();
        session.SayHello();
        Assert.Throws<InvalidOperationException>(session.Server.TakeSealer);
        Assert.Throws<InvalidOperationException>(session.Server.TakeOpener);
        using var completed = new ServerSession();
        _ = completed.SayHello().Server.Receive(completed.Ready());
        completed.Server.TakeSealer().Dispose();
        Assert.Throws<InvalidOperationException>(completed.Server.TakeSealer);

        _ = completed.Server.Receive("{}"u8);

        Assert.Throws<InvalidOperationException>(completed.Server.TakeOpener);
    }

    [Fact]
    public void Dispose_AfterTake_LeavesTheTakenHalvesAlone()
    {
        var session = new ServerSession();
        _ = session.SayHello().Server.Receive(session.Ready());
        using var sealer = session.Server.TakeSealer();

        session.Dispose();

        sealer.Seal(new byte[16]);
        Assert.Throws<ObjectDisposedException>(() => session.Server.Receive("{}"u8));
        Assert.Throws<InvalidOperationException>(session.Server.TakeOpener);
    }
}
