using System.Text.Json;
using Sws.LoadGen.Commands;
using Sws.LoadGen.Reports;
using Sws.LoadGen.Tests.Servers;
using Sws.LoadGen.Workers;
using Sws.Testing;

namespace Sws.LoadGen.Tests.Commands;

public sealed class CompareTests
{
    [Fact]
    public async Task Compare_TwoServers_AlternatesAndPrintsRatiosWithRanges()
    {
        await using var a = new FaultyEchoServer();
        await using var b = new FaultyEchoServer();
        using var folder = new TemporaryFolder();
        var file = folder.At("compare.json");
        var own = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var result = await Cli.RunAsync(
            ["compare", "--a", a.Url, "--b", b.Url, "--rounds", "3", "--connections", "2", "--duration", "300ms", "--warmup", "0s", "--a-pid", own, "--b-pid", own, "--report", file]);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal((6, 6), (a.Accepted, b.Accepted));
        Assert.Contains("A / B [min-max]", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"messages/s +[\d.]+ \[[\d.]+-[\d.]+\] +[\d.]+ \[[\d.]+-[\d.]+\] +\d+\.\d{3} \[\d+\.\d{3}-\d+\.\d{3}\]", result.Output);
        var metric = JsonElement.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).GetProperty("metrics")[0];
        Assert.InRange(metric.GetProperty("ratio").GetDouble(), metric.GetProperty("ratioMin").GetDouble(), metric.GetProperty("ratioMax").GetDouble());
    }

    [Fact]
    public async Task Comparison_MemoryOfSessions_IsThatOfTheFirstRound()
    {
        await using var server = new FaultyEchoServer();
        var host = new CommandHost(TextWriter.Null, TextWriter.Null, TimeProvider.System, isTerminal: false) { InProcess = true };
        var options = new RunOptions { Scenario = "echo", Urls = [server.Url], Connections = 1, Duration = TimeSpan.FromMilliseconds(100), Warmup = TimeSpan.Zero, Workers = 1 };
        var report = (await host.RunAsync(options, SilentObserver.Instance, TestContext.Current.CancellationToken)).Report;

        // Later rounds find memory that the first has left behind.
        var metric = Assert.Single(Comparison.Of([Holding(8_000), Holding(10)], [Holding(4_000), Holding(null)]), m => m.Name == "server bytes/session");

        Assert.Equal((8_000, 4_000, 2, 2), (metric.A, metric.B, metric.RatioMin, metric.RatioMax));

        LoadReport Holding(double? bytes) => report with { Server = report.Server with { BytesPerSession = bytes } };
    }

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 2, 3 }, 2.5)]
    public void Median_OfValues_IsTheMiddle(double[] values, double expected) => Assert.Equal(expected, Comparison.Median(values));
}
