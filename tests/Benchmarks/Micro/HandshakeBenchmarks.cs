using BenchmarkDotNet.Attributes;
using Sws.Protocol;
using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;

namespace Sws.Benchmarks.Micro;

/// <summary>A whole version 1 handshake, both sides: four messages, and a fresh key pair on each side.</summary>
public class HandshakeBenchmarks
{
    [Benchmark]
    public bool Version1BothSides()
    {
        using BoxKeyPair pair = BoxKeyPair.Generate();
        using ClientHandshake client = new(new ClientHandshakeOptions(1, pair, new AcceptAll(), default));
        using ServerHandshake server = new(new ServerHandshakePolicy(SwsVersions.V1, false), new FreshKeys());
        HandshakeStep hello = server.Receive(client.Start().Span);
        HandshakeStep ready = client.Receive(hello.Text.Span);
        return server.Receive(ready.Text.Span).Failure is null;
    }

    private sealed class AcceptAll : IServerVerifier
    {
        public CloseReason? Verify(ReadOnlySpan<byte> serverPublicKey, ReadOnlySpan<byte> certificateJson) => null;
    }

    private sealed class FreshKeys : IServerIdentitySource
    {
        public ServerIdentity ForVersion1() => new(BoxKeyPair.Generate());

        public ServerIdentity ForVersion2() => throw new NotSupportedException("Version 1 only.");

        public bool TryAdmitHello(ServerIdentity identity, ReadOnlySpan<byte> digest16) => true;
    }
}
