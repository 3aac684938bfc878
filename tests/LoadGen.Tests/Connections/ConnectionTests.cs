using System.Text.Json;
using Sws.LoadGen.Tests.Servers;
using Sws.Testing;

namespace Sws.LoadGen.Tests.Connections;

/// <summary>What servers do to connections shows in the report's errors, by name.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Run_ServerClosesWithACode_IsNamed()
    {
        await using var server = new FaultyEchoServer { CloseAfter = (3, 1001) };

        var (result, report) = await RunAsync(server);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(2, report.GetProperty("errors").GetProperty("closed_1001").GetInt64());
    }

    [Fact]
    public async Task Run_ServerClosesUnderAnOpenLoop_IsNotTheGeneratorsLimit()
    {
        await using var server = new FaultyEchoServer { CloseAfter = (3, 1001) };

        var (_, report) = await Cli.ReportAsync(["--url", server.Url, "--connections", "1", "--rate", "100", "--duration", "1s", "--warmup", "0s", "--drain", "0s"]);

        Assert.True(report.GetProperty("errors").GetProperty("not_connected").GetInt64() > 50);
        Assert.DoesNotContain(report.GetProperty("client").GetProperty("bottleneck").EnumerateArray(), r => r.GetString()!.StartsWith("only", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ServerRefusesTheUpgrade_IsNamed()
    {
        await using var server = new FaultyEchoServer { RefuseWith = 429 };

        var (result, report) = await RunAsync(server);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(2, report.GetProperty("errors").GetProperty("upgrade_status_429").GetInt64());
        Assert.Equal((2, 0, 2), Connections(report));
    }

    [Fact]
    public async Task Run_ServerSendsAForgedRecord_IsNamed()
    {
        await using var server = new FaultyEchoServer { FirstAnswer = new byte[40] };

        var (_, report) = await RunAsync(server);

        Assert.Equal(2, report.GetProperty("errors").GetProperty("record_forged").GetInt64());
    }

    [Fact]
    public async Task Run_ServerSendsWhatIsNotOurs_IsNamed()
    {
        await using var server = new FaultyEchoServer(sws: false) { FirstAnswer = new byte[40] };

        var (_, report) = await RunAsync(server, "--transport", "ws");

        Assert.Equal(2, report.GetProperty("errors").GetProperty("unexpected_payload").GetInt64());
    }

    [Fact]
    public async Task Run_NobodyListens_IsNamed()
    {
        var server = new FaultyEchoServer();
        await server.DisposeAsync();

        var (result, report) = await RunAsync(server);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(2, report.GetProperty("errors").GetProperty("connect_refused").GetInt64());
    }

    [Fact]
    public async Task Run_WrongPin_EndsTheHandshake()
    {
        await using var server = new FaultyEchoServer();

        var (_, report) = await RunAsync(server, "--pin", new string('0', 64));

        Assert.Equal(2, report.GetProperty("errors").GetProperty("server_certificate_key_mismatch").GetInt64());
    }

    [Theory]
    [InlineData("24")]
    [InlineData("125")]
    [InlineData("65536")]
    [InlineData("200KiB")]
    public async Task Run_AnySize_ComesBackWhole(string size)
    {
        await using var server = new FaultyEchoServer();

        var (result, report) = await RunAsync(server, "--size", size, "--outstanding", "4");

        Assert.True(result.ExitCode == 0, result.Output);
        Assert.NotEqual(0, report.GetProperty("messages").GetProperty("received").GetInt64());
    }

    [Fact]
    public async Task Run_Unmasked_Works()
    {
        await using var server = new FaultyEchoServer();

        Assert.Equal(0, (await RunAsync(server, "--unmasked")).Result.ExitCode);
    }

    [Fact]
    public async Task Connect_ClosedLoop_OpensProvesAndCloses()
    {
        await using var server = new FaultyEchoServer();

        var (result, report) = await RunAsync(server, "--scenario", "connect");

        Assert.True(result.ExitCode == 0, result.Output);
        var (_, opened, failed) = Connections(report);
        Assert.InRange(opened, 2, long.MaxValue);
        Assert.Equal(0, failed);
        Assert.True(report.GetProperty("handshake").GetProperty("rate").GetDouble() > 0);
        Assert.True(report.GetProperty("latency").GetProperty("p50").GetDouble() >= report.GetProperty("handshake").GetProperty("p50").GetDouble());
    }

    [Fact]
    public async Task Connect_OpenLoop_KeepsItsSchedule()
    {
        await using var server = new FaultyEchoServer();

        var (result, report) = await Cli.ReportAsync(
            ["--url", server.Url, "--scenario", "connect", "--connections", "200", "--rate", "50", "--duration", "1s", "--warmup", "0s"]);

        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Equal((200, 50, 0), Connections(report));
    }

    [Fact]
    public async Task Idle_WithPings_HoldsItsConnections()
    {
        await using var server = new FaultyEchoServer();

        var (result, report) = await Cli.ReportAsync(
            ["--url", server.Url, "--scenario", "idle", "--connections", "150", "--duration", "1s", "--warmup", "0s", "--ping-interval", "200ms"]);

        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Equal((150, 150, 0), Connections(report));
        Assert.NotEqual(JsonValueKind.Null, report.GetProperty("client").GetProperty("managedBytesPerConnection").ValueKind);
    }

    private static (long Requested, long Opened, long Failed) Connections(JsonElement report)
    {
        var connections = report.GetProperty("connections");
        return (connections.GetProperty("requested").GetInt64(), connections.GetProperty("opened").GetInt64(), connections.GetProperty("failed").GetInt64());
    }

    private static Task<(CliResult Result, JsonElement Report)> RunAsync(FaultyEchoServer server, params string[] more) => Cli.ReportAsync(
        ["--url", server.Url, "--connections", "2", "--duration", "500ms", "--warmup", "0s", "--drain", "500ms", "--reply-timeout", "10s", "--connect-timeout", "20s", .. more])
        .Within(Timeouts.Process, "the run");
}
