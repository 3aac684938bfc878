using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;

namespace Sws.Protocol.Tests.Handshake;

public sealed class ServerIdentityTests
{
    [Fact]
    public void Dispose_OwnerFirst_KeyLivesUntilTheLastLease()
    {
        BoxKeyPair keyPair = BoxKeyPair.Generate();
        var identity = new ServerIdentity(keyPair, "{}", shared: true);
        ServerIdentity first = identity.Lease();
        ServerIdentity second = first.Lease();
        byte[] secret = new byte[32];

        identity.Dispose();
        first.Dispose();
        first.Dispose();
        keyPair.CopySecretKey(secret);
        second.Dispose();

        Assert.Throws<ObjectDisposedException>(() => keyPair.CopySecretKey(secret));
    }

    [Fact]
    public void Dispose_LeaseOnly_KeyStays()
    {
        using var identity = new ServerIdentity(BoxKeyPair.Generate(), shared: true);

        identity.Lease().Dispose();

        identity.KeyPair.CopySecretKey(new byte[32]);
    }

    [Fact]
    public void Lease_AfterTheLastReference_IsRefused()
    {
        var identity = new ServerIdentity(BoxKeyPair.Generate(), shared: true);
        identity.Dispose();

        Assert.False(identity.TryLease(out ServerIdentity? lease));
        Assert.Null(lease);
        Assert.Throws<ObjectDisposedException>(identity.Lease);
    }

    [Fact]
    public void Lease_Any_IsTheSameIdentity()
    {
        using var identity = new ServerIdentity(BoxKeyPair.Generate(), "{\"desc\":{}}", shared: true);
        using ServerIdentity lease = identity.Lease();

        Assert.Same(identity.KeyPair, lease.KeyPair);
        Assert.Equal("{\"desc\":{}}", lease.CertificateJson);
        Assert.True(lease.Shared);
        Assert.Equal("ServerIdentity", lease.ToString());
    }

    [Fact]
    public async Task TryLease_RacingTheOwnersDispose_NeverGivesAZeroedKey()
    {
        using BoxKeyPair peer = BoxKeyPair.Generate();
        byte[] peerKey = peer.PublicKey.ToArray();
        for (int round = 0; round < 50; round++)
        {
            var identity = new ServerIdentity(BoxKeyPair.Generate(), shared: true);
            using var start = new Barrier(2);
            Task user = Task.Run(
                () =>
                {
                    start.SignalAndWait(TestContext.Current.CancellationToken);
                    while (identity.TryLease(out ServerIdentity? lease))
                    {
                        Assert.True(lease!.KeyPair.TryShare(peerKey, new byte[32]));
                        lease.Dispose();
                    }
                },
                TestContext.Current.CancellationToken);
            start.SignalAndWait(TestContext.Current.CancellationToken);
            identity.Dispose();
            await user.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        }
    }
}
