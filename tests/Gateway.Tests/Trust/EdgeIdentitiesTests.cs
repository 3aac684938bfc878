using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
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
        using EdgeIdentities identities = new(null, NullLogger<EdgeIdentities>.Instance);
        using ServerIdentity one = identities.ForVersion1();
        using ServerIdentity other = identities.ForVersion1();

        Assert.False(one.Shared);
        Assert.False(one.KeyPair.PublicKey.SequenceEqual(other.KeyPair.PublicKey));
    }

    [Fact]
    public void ForVersion1_StaticKey_SharedByAllAndGuarded()
    {
        BoxKeyPair key = BoxKeyPair.Generate();
        using EdgeIdentities identities = new(key, NullLogger<EdgeIdentities>.Instance);
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
        using EdgeIdentities identities = new(BoxKeyPair.Generate(), NullLogger<EdgeIdentities>.Instance);
        identities.ForVersion1().Dispose();

        using ServerIdentity next = identities.ForVersion1();
        using BoxKeyPair peer = BoxKeyPair.Generate();
        Assert.True(next.KeyPair.TryShare(peer.PublicKey, new byte[32]));
    }

    [Fact]
    public void ForVersion2_NoEpochYet_Throws()
    {
        using EdgeIdentities identities = new(null, NullLogger<EdgeIdentities>.Instance);

        Assert.Throws<InvalidOperationException>(identities.ForVersion2);
    }

    [Fact]
    public void ForVersion2_Epoch_ItsKeyAndCertificateGuarded()
    {
        using EdgeIdentities identities = new(null, NullLogger<EdgeIdentities>.Instance);
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
        using EdgeIdentities identities = new(null, NullLogger<EdgeIdentities>.Instance);
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
        using EdgeIdentities identities = new(BoxKeyPair.Generate(), NullLogger<EdgeIdentities>.Instance);
        identities.Begin(Epoch("{}"));
        using ServerIdentity one = identities.ForVersion1();
        using ServerIdentity two = identities.ForVersion2();

        Assert.True(identities.TryAdmitHello(one, Digest));
        Assert.True(identities.TryAdmitHello(two, Digest));
    }

    [Fact]
    public void TryAdmitHello_StaticKeysGuardFills_WarnsOnceNearlyFullAndOnceFull()
    {
        CollectedLevels log = new();
        using EdgeIdentities identities = new(BoxKeyPair.Generate(), log, staticHellos: 8);
        using ServerIdentity identity = identities.ForVersion1();
        List<string> after = [];
        for (byte number = 0; number < 10; number++)
        {
            identities.TryAdmitHello(identity, [number, .. new byte[15]]);
            after.Add(string.Join(' ', log.Events));
        }

        const string NearlyFull = "Warning 1321";
        const string Full = "Warning 1321 Warning 1322";
        Assert.Equal(["", "", "", "", "", NearlyFull, NearlyFull, Full, Full, Full], after);
    }

    [Fact]
    public void TryAdmitHello_EpochsGuardFills_SaysNothing()
    {
        CollectedLevels log = new();
        using EdgeIdentities identities = new(BoxKeyPair.Generate(), log, staticHellos: 8);
        identities.Begin(Epoch("{}"));
        using ServerIdentity identity = identities.ForVersion2();
        for (byte number = 0; number < 20; number++)
        {
            identities.TryAdmitHello(identity, [number, .. new byte[15]]);
        }

        Assert.Empty(log.Events);
    }

    private static EpochIdentity Epoch(string certificate) =>
        new(new ServerIdentity(BoxKeyPair.Generate(), certificate, shared: true), new HelloGuard(16));

    /// <summary>Keeps the levels and ids of what is logged.</summary>
    private sealed class CollectedLevels : ILogger<EdgeIdentities>
    {
        public List<string> Events { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Events.Add($"{logLevel} {eventId.Id}");
    }
}
