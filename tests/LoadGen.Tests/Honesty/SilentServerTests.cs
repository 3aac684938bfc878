using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Sws.LoadGen.Tests.Servers;

namespace Sws.LoadGen.Tests.Honesty;

/// <summary>The open loop of connects: a server that takes connections and never says a word passes nothing.</summary>
public sealed class SilentServerTests
{
    private static readonly string[] OpenLoop = ["--scenario", "connect", "--rate", "20", "--duration", "500ms", "--warmup", "0s"];

    [Theory]
    [InlineData("connect_timeout", "--connect-timeout", "200ms", "--drain", "60s")]
    [InlineData("connect_unfinished", "--connect-timeout", "60s", "--drain", "100ms")]
    public async Task Connect_OpenLoop_EveryAttemptIsCountedAsFailed(string error, params string[] timeouts)
    {
        var (result, report) = await RunAsync([.. OpenLoop, .. timeouts]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(10, report.GetProperty("connections").GetProperty("failed").GetInt64());
        Assert.Equal(0, report.GetProperty("connections").GetProperty("opened").GetInt64());
        Assert.Equal(10, report.GetProperty("errors").GetProperty(error).GetInt64());
    }

    [Fact]
    public async Task Connect_NothingMeasured_MissesTheSlo()
    {
        var (result, _) = await RunAsync([.. OpenLoop, "--connect-timeout", "200ms", "--slo", "p99=1s"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("SLO p99=1s missed: no latency was measured", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_HonestServer_ShowsItsConnectionsSecondBySecond()
    {
        await using var server = new FaultyEchoServer();

        var (result, report) = await Cli.ReportAsync(["--url", server.Url, .. OpenLoop, "--connect-timeout", "30s", "--drain", "30s"]);

        Assert.Equal(10, report.GetProperty("timeline").EnumerateArray().Sum(point => point.GetProperty("received").GetInt64()));
        Assert.Equal(0, result.ExitCode);
    }

    private static async Task<(CliResult Result, JsonElement Report)> RunAsync(string[] options)
    {
        // The system completes connections on behalf of a listener that never accepts one.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(64);
        return await Cli.ReportAsync(["--url", $"ws://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/", .. options]);
    }
}
