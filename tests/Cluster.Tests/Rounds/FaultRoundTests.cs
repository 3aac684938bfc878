using Sws.Chaos;
using Sws.Chaos.Rounds;
using Sws.Testing;

namespace Sws.Cluster.Tests.Rounds;

/// <summary>A short run of what tests/Chaos does for hours: every promise of docs/delivery.md, under faults, on real processes.</summary>
public sealed class FaultRoundTests
{
    [Fact]
    public async Task TenRounds_OfEdgesSilosRedisAndConnectionsFailing_BreakNoPromise()
    {
        using TemporaryFolder folder = new();
        (Options? options, string? problem) = Options.Parse(
        [
            "--rounds", "10", "--seed", "1", "--topology", "edge2silo2", "--network", "loopback", "--keep", folder.Path,
            "--faults", "kill-edge,kill-silo,redis-restart,drain,reset,one-way",
        ]);
        Assert.Null(problem);
        List<string> lines = [];

        bool held = await new ChaosRun(options!, lines.Add).RunAsync();

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', lines));
        Assert.True(held, string.Join('\n', lines));
    }
}
