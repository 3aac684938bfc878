using System.Text.Json;
using Sws.LoadGen.Reports;
using Sws.LoadGen.Tests.Servers;
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

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 2, 3 }, 2.5)]
    public void Median_OfValues_IsTheMiddle(double[] values, double expected) => Assert.Equal(expected, Comparison.Median(values));
}
