using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;

namespace Sws.Protocol.Tests.Handshake;

/// <summary>One server identity for both versions, with a replay guard that remembers everything.</summary>
internal sealed class TestIdentities : IServerIdentitySource, IDisposable
{
    internal const string Certificate = """{"desc":{"version":"1.0","type":"ca","names":["localhost"]},"sign":{"signature":[1,2,3]}}""";

    private readonly HashSet<string> _digests = [];
    private readonly ServerIdentity _identity;

    internal TestIdentities(BoxKeyPair? keyPair = null, string? certificate = Certificate, bool shared = true)
    {
        _identity = new ServerIdentity(keyPair ?? BoxKeyPair.Generate(), certificate, shared);
    }

    internal int Leases { get; private set; }

    internal IReadOnlyCollection<string> Digests => _digests;

    internal BoxKeyPair KeyPair => _identity.KeyPair;

    public ServerIdentity ForVersion1() => Lease();

    public ServerIdentity ForVersion2() => Lease();

    public bool TryAdmitHello(ServerIdentity identity, ReadOnlySpan<byte> digest16)
    {
        Assert.Same(KeyPair, identity.KeyPair);
        return _digests.Add(Convert.ToHexString(digest16));
    }

    public void Dispose() => _identity.Dispose();

    private ServerIdentity Lease()
    {
        Leases++;
        return _identity.Lease();
    }
}
