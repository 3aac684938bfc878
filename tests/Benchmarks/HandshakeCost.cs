using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Sws.Gateway.Trust;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Interfaces.Trust;
using Sws.Grains.Trust;
using Sws.Protocol;
using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;
using Sws.Protocol.Handshake;

namespace Sws.Benchmarks;

/// <summary>
/// What the server's half of a handshake and the check of the client cost, in µs of one core, without sockets and grains:
/// version 1, version 2 with a certificate that was verified before, and with a new one. Rounds alternate; medians.
/// </summary>
internal static class HandshakeCost
{
    private const int Rounds = 7;
    private const int PerRound = 1000;

    private static readonly Hub Open = MakeHub("open", requireCertificate: false);
    private static readonly Hub Locked = MakeHub("locked", requireCertificate: true);

    public static int Run()
    {
        using CertificateAuthority authority = CertificateAuthority.Create("bench", TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(2));
        TrustCache trust = new(new TrustSnapshot(
            "1", 1, [new TrustedAuthority(authority.Certificate.Fingerprint, authority.Certificate.ToJson(), AuthoritySource.Configured, null)], [], []));
        using EdgeIdentities identities = new(null, NullLogger<EdgeIdentities>.Instance);
        List<double>[] costs = [[], [], []];
        for (int round = 0; round <= Rounds; round++)
        {
            BoxKeyPair epoch = BoxKeyPair.GeneratePinned();
            string server = Issue(authority, epoch).ToJson();
            identities.Begin(new EpochIdentity(new ServerIdentity(epoch, server, shared: true), new HelloGuard(1_000_000)));
            ClientVerifier warm = new(trust, TimeProvider.System);
            for (int kind = 0; kind < costs.Length; kind++)
            {
                double cost = Measure(kind, authority, identities, warm, trust);

                // The first round is for the compiler.
                if (round > 0)
                {
                    costs[kind].Add(cost);
                }
            }
        }

        string[] names = ["version 1", "version 2, known certificate", "version 2, new certificate"];
        double[] medians = [.. costs.Select(cost => cost.Order().ElementAt(Rounds / 2))];
        for (int kind = 0; kind < names.Length; kind++)
        {
            Console.WriteLine($"{names[kind],-30} {medians[kind],7:0.0} µs ({costs[kind].Min():0.0}–{costs[kind].Max():0.0})  {medians[kind] / medians[0]:0.00} × version 1");
        }

        return 0;
    }

    private static double Measure(int kind, CertificateAuthority authority, EdgeIdentities identities, ClientVerifier warm, TrustCache trust)
    {
        using BoxKeyPair pair = BoxKeyPair.Generate();
        byte[] json = kind == 0 ? [] : Encoding.UTF8.GetBytes(Issue(authority, pair).ToJson());
        Hub hub = kind == 0 ? Open : Locked;
        ServerHandshakePolicy policy = new(kind == 0 ? SwsVersions.V1 : SwsVersions.V2, hub.RequireCertificate);
        long ticks = 0;
        for (int number = 0; number < PerRound; number++)
        {
            ClientVerifier verifier = kind == 2 ? new ClientVerifier(trust, TimeProvider.System) : warm;
            using ClientHandshake client = new(new ClientHandshakeOptions(kind == 0 ? 1 : 2, pair, new AnyServer(), json));
            ReadOnlyMemory<byte> hello = client.Start();
            long start = Stopwatch.GetTimestamp();
            using ServerHandshake server = new(policy, identities);
            HandshakeStep answer = server.Receive(hello.Span);
            ticks += Stopwatch.GetTimestamp() - start;
            HandshakeStep ready = client.Receive(answer.Text.Span);
            start = Stopwatch.GetTimestamp();
            server.Receive(ready.Text.Span);

            // Twice, as in one process: the edge asks, and the session's grain.
            ClientIdentity identity = new(server.ClientPublicKey.ToArray(), server.ClientCertificateJson.ToArray(), server.Version, [127, 0, 0, 1]);
            CloseReason? refusal = verifier.Verify(hub, identity).Refusal ?? verifier.Verify(hub, identity).Refusal;
            ticks += Stopwatch.GetTimestamp() - start;
            if (refusal is not null)
            {
                throw new InvalidOperationException($"The client was refused: {refusal}.");
            }
        }

        return ticks * 1e6 / Stopwatch.Frequency / PerRound;
    }

    private static Certificate Issue(CertificateAuthority authority, BoxKeyPair pair)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return authority.Issue(new CertificateRequest(pair.PublicKey.ToArray(), ["bench.example"], ["127.0.0.1"], [], null, now.AddDays(1)), now);
    }

    private static Hub MakeHub(string name, bool requireCertificate) => new(
        name, SwsVersions.V1 | SwsVersions.V2, requireCertificate, HubHandler.Echo, UserIdSource.PublicKey, AddressCheck.Strict, []);

    private sealed class AnyServer : IServerVerifier
    {
        public CloseReason? Verify(ReadOnlySpan<byte> serverPublicKey, ReadOnlySpan<byte> certificateJson) => null;
    }
}
