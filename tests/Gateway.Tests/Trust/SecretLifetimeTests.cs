using Microsoft.Extensions.Logging.Abstractions;
using Sws.Gateway.Trust;
using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;

namespace Sws.Gateway.Tests.Trust;

/// <summary>The secret of an epoch is in this process's memory while the epoch lasts, and nowhere in it afterwards.</summary>
[Collection(nameof(SecretLifetimeTests))]
public sealed class SecretLifetimeTests
{
    private const int Handshakes = 500;

    [Fact]
    public void Secret_OfAnEpoch_IsInMemoryUntilItEndsAndNotAfter()
    {
        using EdgeIdentities identities = new(null, NullLogger<EdgeIdentities>.Instance);
        MemorySearch search = Begin(identities);
        ShakeHands(identities);
        Assert.True(search.Count() >= 1, "The search does not find the secret of the epoch that lasts: it would prove nothing.");

        // As collections do in a running gateway: what they move leaves copies behind, if it can be moved.
        GC.Collect();
        ShakeHands(identities);
        MemorySearch next = Begin(identities);
        identities.ForgetFormer();
        ShakeHands(identities);
        Assert.Equal(0, search.Count());
        Assert.True(next.Count() >= 1);
    }

    [Fact]
    public void Secret_LeasedByAHandshake_IsGoneWithIt()
    {
        using EdgeIdentities identities = new(null, NullLogger<EdgeIdentities>.Instance);
        MemorySearch search = Begin(identities);
        ServerIdentity lease = identities.ForVersion2();
        identities.Begin(Epoch(out _));
        Assert.True(search.Count() >= 1, "A handshake still computes with it.");
        lease.Dispose();
        Assert.Equal(0, search.Count());
    }

    private static MemorySearch Begin(EdgeIdentities identities)
    {
        identities.Begin(Epoch(out MemorySearch search));
        return search;
    }

    private static EpochIdentity Epoch(out MemorySearch search)
    {
        BoxKeyPair pair = BoxKeyPair.GeneratePinned();
        search = MemorySearch.For(pair);
        return new EpochIdentity(new ServerIdentity(pair, "{}", shared: true), new HelloGuard(100_000));
    }

    /// <summary>Whole handshakes against the current key, so that the secret goes wherever computing with it takes it.</summary>
    private static void ShakeHands(EdgeIdentities identities)
    {
        for (int number = 0; number < Handshakes; number++)
        {
            using BoxKeyPair pair = BoxKeyPair.Generate();
            using ClientHandshake client = new(new ClientHandshakeOptions(2, pair, new AnyServer(), default));
            using ServerHandshake server = new(new ServerHandshakePolicy(SwsVersions.V2, RequireCertificate: false), identities);
            HandshakeStep hello = server.Receive(client.Start().Span);
            HandshakeStep ready = client.Receive(hello.Text.Span);
            Assert.Equal(HandshakeAction.Complete, server.Receive(ready.Text.Span).Action);
        }
    }

    private sealed class AnyServer : IServerVerifier
    {
        public Protocol.CloseReason? Verify(ReadOnlySpan<byte> serverPublicKey, ReadOnlySpan<byte> certificateJson) => null;
    }
}
