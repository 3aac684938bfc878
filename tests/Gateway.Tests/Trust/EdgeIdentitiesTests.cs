using Sws.Gateway.Trust;
using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;

namespace Sws.Gateway.Tests.Trust;

public class EdgeIdentitiesTests
{
    private static readonly byte[] Digest = [.. Enumerable.Range(0, 16).Select(number => (byte)number)];

    [Fact]
    public void ForVersion1_NoStaticKey_NewKeyEveryTime()
    {
        using EdgeIdentities identities = new(null);
        using ServerIdentity one = identities.ForVersion1();
        using ServerIdentity other = identities.ForVersion1();

        Assert.False(one.Shared);
        Assert.False(one.KeyPair.PublicKey.SequenceEqual(other.KeyPair.PublicKey));
    }

    [Fact]
    public void ForVersion1_StaticKey_SharedByAllAndGuarded()
    {
        BoxKeyPair key = BoxKeyPair.Generate();
        using EdgeIdentities identities = new(key);
        using ServerIdentity one = identities.ForVersion1();
        using ServerIdentity other = identities.ForVersion1();

        Assert.True(one.Shared);
        Assert.True(one.KeyPair.PublicKey.SequenceEqual(key.PublicKey));
        Assert.True(other.KeyPair.PublicKey.SequenceEqual(key.PublicKey));
        Assert.True(identities.TryAdmitHello(one, Digest));
        Assert.False(identities.TryAdmitHello(other, Digest));
    }

    [Fact]
    public void ForVersion1_LeaseDisposed_StaticKeyLivesOn()
    {
        using EdgeIdentities identities = new(BoxKeyPair.Generate());
        identities.ForVersion1().Dispose();

        using ServerIdentity next = identities.ForVersion1();
        using BoxKeyPair peer = BoxKeyPair.Generate();
        Assert.True(next.KeyPair.TryShare(peer.PublicKey, new byte[32]));
    }

    [Fact]
    public void ForVersion2_NoEpochYet_Throws()
    {
        using EdgeIdentities identities = new(null);

        Assert.Throws<InvalidOperationException>(identities.ForVersion2);
    }

    [Fact]
    public void ForVersion2_Epoch_ItsKeyAndCertificateGuarded()
    {
        using EdgeIdentities identities = new(null);
        identities.Begin(Epoch("{}"));
        using ServerIdentity one = identities.ForVersion2();
        using ServerIdentity other = identities.ForVersion2();

        Assert.True(one.Shared);
        Assert.Equal("{}", one.CertificateJson);
        Assert.True(identities.TryAdmitHello(one, Digest));
        Assert.False(identities.TryAdmitHello(other, Digest));
    }

    [Fact]
    public void TryAdmitHello_EpochReplaced_FormerKeyIsGuardedUntilItIsForgotten()
    {
        using EdgeIdentities identities = new(null);
        identities.Begin(Epoch("one"));
        using ServerIdentity former = identities.ForVersion2();
        identities.Begin(Epoch("two"));
        using ServerIdentity current = identities.ForVersion2();

        Assert.Equal("two", current.CertificateJson);
        Assert.True(identities.TryAdmitHello(former, Digest));
        Assert.False(identities.TryAdmitHello(former, Digest));
        Assert.True(identities.TryAdmitHello(current, Digest));
        identities.ForgetFormer();
        Assert.False(identities.TryAdmitHello(former, [.. Digest.Reverse()]));
        Assert.False(identities.TryAdmitHello(current, Digest));
    }

    [Fact]
    public void TryAdmitHello_StaticKeyAndEpoch_GuardedApart()
    {
        using EdgeIdentities identities = new(BoxKeyPair.Generate());
        identities.Begin(Epoch("{}"));
        using ServerIdentity one = identities.ForVersion1();
        using ServerIdentity two = identities.ForVersion2();

        Assert.True(identities.TryAdmitHello(one, Digest));
        Assert.True(identities.TryAdmitHello(two, Digest));
    }

    private static EpochIdentity Epoch(string certificate) =>
        new(new ServerIdentity(BoxKeyPair.Generate(), certificate, shared: true), new HelloGuard(16));
}
