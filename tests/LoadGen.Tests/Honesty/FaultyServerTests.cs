using System.Text.Json;
using Sws.LoadGen.Tests.Servers;

namespace Sws.LoadGen.Tests.Honesty;

/// <summary>A server that mistreats one message in a thousand is caught, with exact counts.</summary>
public sealed class FaultyServerTests
{
    // 8000 messages on 4 connections: numbers 500 and 1500 of each are mistreated.
    private const int ExpectedFaults = 8;

    [Theory]
    [InlineData("sws")]
    [InlineData("ws")]
    public async Task OpenLoop_HonestServer_PassesWithNothingCounted(string transport)
    {
        var (result, messages, faults) = await RunAsync(Fault.None, transport);

        Assert.Equal(0, faults);
        Assert.Equal((0, 0, 0, 0), Counts(messages));
        Assert.Equal(8000, messages.GetProperty("received").GetInt64());
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task OpenLoop_ServerDrops_CountsEachAsLost()
    {
        var (result, messages, faults) = await RunAsync(Fault.Drop, "sws");

        Assert.Equal(ExpectedFaults, faults);
        Assert.Equal((ExpectedFaults, 0, 0, 0), Counts(messages));
        Assert.Equal(8000 - ExpectedFaults, messages.GetProperty("received").GetInt64());
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("FAILED: delivery: 8 lost, 0 duplicated, 0 reordered", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenLoop_ServerDuplicates_CountsEachAsDuplicated()
    {
        var (result, messages, faults) = await RunAsync(Fault.Duplicate, "sws");

        Assert.Equal(ExpectedFaults, faults);
        Assert.Equal((0, ExpectedFaults, 0, 0), Counts(messages));
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task OpenLoop_ServerReorders_CountsEachAsReordered()
    {
        var (result, messages, faults) = await RunAsync(Fault.Reorder, "sws");

        Assert.Equal(ExpectedFaults, faults);
        Assert.Equal((0, 0, ExpectedFaults, 0), Counts(messages));
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task OpenLoop_ServerAlters_CountsEachAsAltered()
    {
        var (result, messages, faults) = await RunAsync(Fault.Alter, "sws");

        Assert.Equal(ExpectedFaults, faults);
        Assert.Equal((ExpectedFaults, 0, 0, 0), Counts(messages));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("errors: payload_altered 8", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenLoop_ServerDelays_CountsEachAsLateAndOvertaken()
    {
        var (result, messages, faults) = await RunAsync(Fault.Delay, "sws", lateAfter: "5s");

        Assert.Equal(ExpectedFaults, faults);
        Assert.Equal((0, 0, ExpectedFaults, ExpectedFaults), Counts(messages));
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task OpenLoop_ServerAnswersAfterTheEnd_HasNoRate()
    {
        await using var server = new FaultyEchoServer { DelaysAll = true };

        var (_, report) = await Cli.ReportAsync(["--url", server.Url, "--connections", "4", "--rate", "100", "--duration", "500ms", "--warmup", "0s", "--drain", "30s"]);

        // All came, but none in the time that the CPU and the rate are of.
        Assert.Equal(50, report.GetProperty("messages").GetProperty("received").GetInt64());
        Assert.Equal(0, report.GetProperty("messages").GetProperty("rate").GetDouble());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("client").GetProperty("cpuPerMessage").ValueKind);
    }

    [Fact]
    public async Task ClosedLoop_ServerDrops_GoesOnAndCountsEachAsLost()
    {
        await using var server = new FaultyEchoServer(Fault.Drop);

        var (result, report) = await Cli.ReportAsync(
            ["--url", server.Url, "--connections", "1", "--outstanding", "20", "--duration", "3s", "--warmup", "0s", "--reply-timeout", "100ms", "--size", "64"]);

        var messages = report.GetProperty("messages");
        Assert.True(server.Faults > 0, "the run was too slow to reach message 500");
        Assert.Equal((server.Faults, 0, 0, 0), Counts(messages));
        Assert.Equal(messages.GetProperty("sent").GetInt64(), messages.GetProperty("received").GetInt64() + server.Faults);
        Assert.Equal(1, result.ExitCode);
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("idle")]
    public async Task Proof_AnswerThatWasNotSent_IsAnError(string scenario)
    {
        await using var server = new FaultyEchoServer(sws: false) { FirstAnswer = new byte[40] };

        var (result, report) = await Cli.ReportAsync(
            ["--scenario", scenario, "--url", server.Url, "--transport", "ws", "--connections", "1", "--duration", "200ms", "--warmup", "0s"]);

        Assert.True(report.GetProperty("errors").GetProperty("unexpected_payload").GetInt64() > 0);
        Assert.Equal(1, result.ExitCode);
    }

    private static async Task<(CliResult Result, JsonElement Messages, int Faults)> RunAsync(Fault fault, string transport, string lateAfter = "60s")
    {
        await using var server = new FaultyEchoServer(fault, sws: transport == "sws");
        var (result, report) = await Cli.ReportAsync(
            ["--url", server.Url, "--transport", transport, "--connections", "4", "--rate", "4000", "--duration", "2s", "--warmup", "0s",
             "--drain", fault == Fault.Alter ? "4s" : "20s", "--late-after", lateAfter, "--size", "64"]);
        return (result, report.GetProperty("messages"), server.Faults);
    }

    private static (long Lost, long Duplicated, long Reordered, long Late) Counts(JsonElement messages) => (
        messages.GetProperty("lost").GetInt64(),
        messages.GetProperty("duplicated").GetInt64(),
        messages.GetProperty("reordered").GetInt64(),
        messages.GetProperty("late").GetInt64());
}
