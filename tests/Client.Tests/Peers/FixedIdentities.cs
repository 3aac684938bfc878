using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;

namespace Sws.Client.Tests.Peers;

/// <summary>One key for all handshakes. Not fit for a real server: it admits replayed hellos.</summary>
internal sealed class FixedIdentities(BoxKeyPair keyPair, string? certificateJson) : IServerIdentitySource, IDisposable
{
    private readonly ServerIdentity _identity = new(keyPair, certificateJson, shared: true);

    public byte[] PublicKey { get; } = keyPair.PublicKey.ToArray();

    public ServerIdentity ForVersion1() => _identity.Lease();

    public ServerIdentity ForVersion2() => _identity.Lease();

    public bool TryAdmitHello(ServerIdentity identity, ReadOnlySpan<byte> digest16) => true;

    public void Dispose() => _identity.Dispose();
}
