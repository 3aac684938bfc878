using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Sws.LoadGen.Reports;
using Sws.LoadGen.Tests.Servers;
using Sws.Testing;

namespace Sws.LoadGen.Tests.Reports;

public sealed class ReportTests
{
    /// <summary>The names that the design fixes.</summary>
    private static readonly string[] Names =
    [
        "scenario", "transport", "connections.requested", "connections.opened", "connections.failed",
        "handshake.rate", "handshake.p50", "handshake.p99", "handshake.max",
        "messages.sent", "messages.received", "messages.acked", "messages.lost", "messages.duplicated", "messages.reordered", "messages.rate",
        "latency.p50", "latency.p90", "latency.p99", "latency.p999", "latency.max", "errors", "client.cpuPerMessage",
        "server.cpuPerMessage", "server.cpuPerHandshake", "server.rssBytes", "server.bytesPerSession", "durationSeconds", "seed",
    ];

    [Fact]
    public async Task Run_WithServerPid_FillsEveryFieldAndWritesEveryFile()
    {
        await using var server = await StoppableServer.StartAsync();
        using var folder = new TemporaryFolder();
        var pid = server.ProcessId.ToString(CultureInfo.InvariantCulture);

        var result = await Cli.RunAsync(
            ["run", "--url", server.Url, "--connections", "5", "--rate", "200", "--duration", "2s", "--server-pid", pid, "--connect-timeout", "60s", "--drain", "30s",
             "--report", folder.At("r.json"), "--html", folder.At("r.html"), "--seed", "7"]);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        var report = JsonElement.Parse(await File.ReadAllTextAsync(folder.At("r.json"), TestContext.Current.CancellationToken));
        Assert.All(Names, name => Assert.NotEqual(JsonValueKind.Null, Find(report, name).ValueKind));
        Assert.Equal(400, report.GetProperty("messages").GetProperty("received").GetInt64());
        Assert.Equal(7, report.GetProperty("seed").GetInt32());
        Assert.True(report.GetProperty("server").GetProperty("cpuPerMessage").GetDouble() > 0);
        Assert.Equal([1, 2], report.GetProperty("timeline").EnumerateArray().Select(p => p.GetProperty("second").GetInt32()));
        Assert.Contains("Percentile", await File.ReadAllTextAsync(folder.At("r.hgrm"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        AssertSelfContained(await File.ReadAllTextAsync(folder.At("r.html"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_PipedOutput_IsPlainLines()
    {
        await using var server = new FaultyEchoServer();

        var result = await Cli.RunAsync(["run", "--url", server.Url, "--connections", "2", "--duration", "1100ms", "--warmup", "0s"]);

        Assert.DoesNotContain('\u001b', result.Output);
        Assert.Contains("connecting: 2 of 2 open, 0 failed", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 s ", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("passed", result.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MissedSlo_FailsAndSaysBy()
    {
        await using var server = new FaultyEchoServer();

        var result = await Cli.RunAsync(["run", "--url", server.Url, "--connections", "2", "--duration", "300ms", "--warmup", "0s", "--slo", "p50=1us"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("FAILED: SLO p50=1µs missed", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void SvgChart_ManyPoints_KeepsTheSpikeAndIsWellFormed()
    {
        var points = Enumerable.Range(0, 10_000).Select(i => ((double)i, i == 5_001 ? 100.0 : 1.0)).ToList();

        var figure = XElement.Parse(SvgChart.Draw(
            "t", ChartAxis.Linear(10_000, v => "x"), ChartAxis.Linear(100, v => "y"), v => "v", new ChartSeries("s", 1, points)));

        var heights = figure.Descendants("polyline").Single().Attribute("points")!.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => double.Parse(p.Split(',')[1], CultureInfo.InvariantCulture)).ToList();
        Assert.InRange(heights.Count, 300, 700);
        Assert.Single(heights, h => h == heights.Min());
    }

    [Theory]
    [InlineData(0.7, 0.8)]
    [InlineData(7, 8)]
    [InlineData(1234, 1500)]
    public void ChartAxis_Linear_EndsAtARoundTickAboveTheLargest(double largest, double max)
    {
        var axis = ChartAxis.Linear(largest, v => "");

        Assert.Equal(max, axis.Max, 6);
        Assert.Equal(1, axis.Place(axis.Max));
        Assert.Equal(0, axis.Place(0));
        Assert.InRange(axis.Ticks.Count, 3, 7);
    }

    [Fact]
    public void ChartAxis_Decades_HoldsBothEnds()
    {
        var axis = ChartAxis.Decades(45, 23_000, v => "");

        Assert.Equal((10, 100_000), (axis.Min, axis.Max));
        Assert.Equal(0.5, axis.Place(1_000), 6);
    }

    private static void AssertSelfContained(string html)
    {
        Assert.Equal(6, html.Split("<figure>").Length - 1);
        Assert.Equal(6, html.Split("<svg ").Length - 1);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
    }

    private static JsonElement Find(JsonElement report, string name) =>
        name.Split('.').Aggregate(report, (element, part) => element.GetProperty(part));
}
