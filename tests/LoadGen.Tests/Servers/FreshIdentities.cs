using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;

namespace Sws.LoadGen.Tests.Servers;

/// <summary>A fresh version 1 identity per handshake.</summary>
internal sealed class FreshIdentities : IServerIdentitySource
{
    public ServerIdentity ForVersion1() => new(BoxKeyPair.Generate());

    public ServerIdentity ForVersion2() => throw new NotSupportedException("This server speaks version 1 only.");

    public bool TryAdmitHello(ServerIdentity identity, ReadOnlySpan<byte> digest16) => true;
}
