using System.Text.Json;
using Sws.LoadGen.Tests.Servers;

namespace Sws.LoadGen.Tests.Honesty;

/// <summary>A hub that mistreats one delivery in 250, or one at each recovery, is caught with exact counts.</summary>
public sealed class FaultyHubTests
{
    // 500 messages to each of 4 receivers: those numbered 125 and 375 are mistreated.
    private const int ExpectedFaults = 8;

    private static readonly string[] Group = ["--scenario", "group", "--members", "4", "--rate", "250"];
    private static readonly string[] Direct = ["--scenario", "direct", "--pairs", "4", "--rate", "1000"];

    [Theory]
    [InlineData("protobuf.reliable")]
    [InlineData("json.reliable")]
    public async Task Group_HonestHub_PassesWithNothingCounted(string protocol)
    {
        var (result, messages, _) = await RunAsync(new FaultyHub($"{protocol}.webpubsub.azure.v1"), [.. Group, "--protocol", protocol]);

        Assert.Equal((0, 0, 0), Counts(messages));
        Assert.Equal((500, 500, 2000), (Of(messages, "sent"), Of(messages, "acked"), Of(messages, "received")));
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData(Fault.Drop, ExpectedFaults, 0, 0)]
    [InlineData(Fault.Duplicate, 0, ExpectedFaults, 0)]
    [InlineData(Fault.Reorder, 0, 0, ExpectedFaults)]
    public async Task Group_FaultyFanOut_CountsEach(Fault fault, int lost, int duplicated, int reordered)
    {
        var hub = new FaultyHub { Fault = fault };

        var (result, messages, report) = await RunAsync(hub, Group);

        Assert.Equal(ExpectedFaults, hub.Faults);
        Assert.Equal((lost, duplicated, reordered), Counts(messages));
        Assert.Equal(lost, Of(report.GetProperty("deliveries").GetProperty("group"), "lost"));
        Assert.Equal(1, result.ExitCode);
    }

    [Theory]
    [InlineData(Fault.None, 0, 0, 0)]
    [InlineData(Fault.Drop, ExpectedFaults, 0, 0)]
    [InlineData(Fault.Duplicate, 0, ExpectedFaults, 0)]
    [InlineData(Fault.Reorder, 0, 0, ExpectedFaults)]
    public async Task Direct_FaultyDeliveries_CountsEach(Fault fault, int lost, int duplicated, int reordered)
    {
        var hub = new FaultyHub { Fault = fault };

        var (result, messages, _) = await RunAsync(hub, Direct);

        Assert.Equal(fault == Fault.None ? 0 : ExpectedFaults, hub.Faults);
        Assert.Equal((lost, duplicated, reordered), Counts(messages));
        Assert.Equal(fault == Fault.None ? 0 : 1, result.ExitCode);
    }

    [Theory]
    [InlineData("group")]
    [InlineData("direct")]
    public async Task AlteredDeliveries_CountsEach(string scenario)
    {
        var hub = new FaultyHub { Fault = Fault.Alter };

        var (result, messages, report) = await RunAsync(hub, scenario == "group" ? Group : Direct);

        Assert.Equal(ExpectedFaults, hub.Faults);
        Assert.Equal((ExpectedFaults, 0, 0), Counts(messages));
        Assert.Equal(ExpectedFaults, Of(report.GetProperty("errors"), "payload_altered"));
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task Direct_MessageNotAcknowledged_FailsAndSaysHowMany()
    {
        var hub = new FaultyHub { UnacknowledgedId = 7 };

        var (result, messages, _) = await RunAsync(hub, [.. Direct, "--drain", "3s"]);

        Assert.Equal(2000 - 4, Of(messages, "acked"));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("FAILED: 4 messages were not acknowledged", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Churn_HonestHub_RecoversAllAndPasses()
    {
        var (result, messages, report) = await RunAsync(new FaultyHub(), Churn("50"));

        var recovery = report.GetProperty("recovery");
        Assert.Equal((0, 0, 0), Counts(messages));
        Assert.True(Of(recovery, "recovered") > 0, "no session was recovered");
        Assert.Equal(Of(recovery, "cut"), Of(recovery, "recovered"));
        Assert.True(Of(recovery, "renewed") > 0, "no session was begun anew");
        Assert.Equal(Of(recovery, "renewed"), Of(recovery, "restarted"));
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Churn_RecoveryLosesOne_CountsEach()
    {
        var hub = new FaultyHub { RecoveryFault = RecoveryFault.LoseOne };

        var (result, messages, _) = await RunAsync(hub, Churn("0"));

        Assert.True(hub.Faults > 0, "no message fell into a gap");
        Assert.Equal((hub.Faults, 0, 0), Counts(messages));
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task Churn_RecoveryRepeatsOne_CountsEach()
    {
        var hub = new FaultyHub { RecoveryFault = RecoveryFault.RepeatOne };

        var (result, messages, _) = await RunAsync(hub, Churn("0"));

        Assert.True(hub.Faults > 0, "no session was recovered");
        Assert.Equal((0, hub.Faults, 0), Counts(messages));
        Assert.Equal(1, result.ExitCode);
    }

    [Theory]
    [InlineData(RecoveryFault.Refuse)]
    [InlineData(RecoveryFault.RefuseByClosing)]
    public async Task Churn_RecoveryRefused_IsAnErrorButNoLoss(RecoveryFault refusal)
    {
        var hub = new FaultyHub { RecoveryFault = refusal };

        var (result, messages, report) = await RunAsync(hub, Churn("0"));

        Assert.Equal((0, 0, 0), Counts(messages));
        Assert.Equal(hub.Faults, Of(report.GetProperty("errors"), "not_recovered"));
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task Soak_FaultyHub_CountsByClass()
    {
        var hub = new FaultyHub { Fault = Fault.Drop };

        // Of 1250 messages per second a fifth goes to the group's one publisher.
        var (result, _, report) = await RunAsync(hub, ["--scenario", "soak", "--members", "4", "--pairs", "4", "--rate", "1250", "--churn-rate", "1", "--churn-new", "0"]);

        var classes = report.GetProperty("deliveries");
        Assert.Equal(hub.Faults, Of(classes.GetProperty("group"), "lost") + Of(classes.GetProperty("direct"), "lost"));
        Assert.True(Of(classes.GetProperty("direct"), "lost") > 0, "no direct message was dropped");
        Assert.Equal(JsonValueKind.Object, report.GetProperty("drift").ValueKind);
        Assert.Equal(1, result.ExitCode);
    }

    private static string[] Churn(string asNew) =>
        ["--scenario", "churn", "--members", "4", "--rate", "500", "--churn-rate", "20", "--churn-new", asNew];

    private static async Task<(CliResult Result, JsonElement Messages, JsonElement Report)> RunAsync(FaultyHub hub, string[] options)
    {
        await using var server = new FaultyEchoServer { Hub = hub };
        // What is lost is waited for in vain; everything else ends the wait.
        string[] drain = options.Contains("--drain") ? [] : ["--drain", hub.Fault is Fault.Drop or Fault.Alter || hub.RecoveryFault == RecoveryFault.LoseOne ? "4s" : "20s"];
        var (result, report) = await Cli.ReportAsync(["--url", server.Url, "--duration", "2s", "--warmup", "0s", "--late-after", "60s", "--size", "64", .. drain, .. options]);
        return (result, report.GetProperty("messages"), report);
    }

    private static (long Lost, long Duplicated, long Reordered) Counts(JsonElement messages) =>
        (Of(messages, "lost"), Of(messages, "duplicated"), Of(messages, "reordered"));

    private static long Of(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
