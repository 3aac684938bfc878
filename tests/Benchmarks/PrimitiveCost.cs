using System.Text.Json;
using Sws.Protocol.Crypto;

namespace Sws.Benchmarks;

/// <summary>
/// What libsodium's part of a handshake costs on this machine now, in µs of one core: the goals for handshakes are made of it,
/// and a machine can be half as fast an hour later.
/// </summary>
internal static class PrimitiveCost
{
    private const int Rounds = 7;
    private const int PerRound = 2000;

    /// <summary>Prints the medians as one JSON object.</summary>
    public static int Run()
    {
        using BoxKeyPair own = BoxKeyPair.Generate();
        using BoxKeyPair peer = BoxKeyPair.Generate();
        using SigningKeyPair authority = SigningKeyPair.Generate();
        byte[] shared = new byte[BoxKeyPair.KeyBytes];

        // About the size of a certificate.
        byte[] message = new byte[300];
        byte[] signature = new byte[Signing.SignatureBytes];
        authority.Sign(message, signature);
        Dictionary<string, double> costs = new()
        {
            ["beforenm"] = Measure(() => own.TryShare(peer.PublicKey, shared)),
            ["keyPair"] = Measure(() =>
            {
                using BoxKeyPair pair = BoxKeyPair.Generate();
                return true;
            }),
            ["verify"] = Measure(() => Signing.Verify(message, signature, authority.PublicKey)),
        };
        Console.WriteLine(JsonSerializer.Serialize(costs));
        return 0;
    }

    private static double Measure(Func<bool> call)
    {
        List<double> costs = [];
        for (int round = 0; round <= Rounds; round++)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            for (int number = 0; number < PerRound; number++)
            {
                if (!call())
                {
                    throw new InvalidOperationException("A call failed.");
                }
            }

            // The first round is for the compiler.
            if (round > 0)
            {
                costs.Add((Environment.CpuUsage.TotalTime - start).TotalMicroseconds / PerRound);
            }
        }

        return Math.Round(costs.Order().ElementAt(Rounds / 2), 1);
    }
}
