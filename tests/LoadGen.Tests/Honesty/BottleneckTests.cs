using Sws.LoadGen.Commands;
using Sws.LoadGen.Measuring;
using Sws.LoadGen.Reports;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Tests.Honesty;

/// <summary>The generator says when it measured itself.</summary>
public sealed class BottleneckTests
{
    private static readonly ClientReport Relaxed = new(5, 0.3, 1, null, 0, 0, 0.5, []);
    private static readonly ServerReport Unknown = new(null, null, null, null, null, null, null);

    [Fact]
    public void Judge_EverythingAtEase_IsEmpty() => Assert.Empty(Judge(Relaxed, rate: 1000, sent: 1000));

    [Fact]
    public void Judge_WorkerAtItsCore_NamesIt() =>
        Assert.Contains("--workers", Assert.Single(Judge(Relaxed with { Utilisation = 0.97 }, rate: null, sent: 1000)), StringComparison.Ordinal);

    [Fact]
    public void Judge_LateSchedule_NamesIt() =>
        Assert.Contains("left late", Assert.Single(Judge(Relaxed with { ScheduleLagP99 = 5_000 }, rate: 1000, sent: 1000)), StringComparison.Ordinal);

    [Fact]
    public void Judge_RateNotReached_NamesIt() =>
        Assert.Contains("only 900 of 1000", Assert.Single(Judge(Relaxed, rate: 1000, sent: 900)), StringComparison.Ordinal);

    [Fact]
    public void Judge_TakesMoreOfAFullMachineThanTheServer_NamesIt()
    {
        var server = new ServerReport(1, 1, 1, 1, 1, 0.1, null);
        var record = Record(null, 1000, cpuSeconds: Environment.ProcessorCount * 0.8);

        Assert.Contains("--agents", Assert.Single(BottleneckJudge.Judge(record, Relaxed with { MachineUtilisation = 0.99 }, server)), StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_FullMachineOfAnAgent_NamesIt()
    {
        // The server shares no machine with the agents, so its CPU excuses nothing.
        var server = new ServerReport(1, 1, 1, 1, 1, 100, null);

        var reason = Assert.Single(BottleneckJudge.Judge(Record(null, 1000, 0.3, "a:1", "b:1"), Relaxed with { MachineUtilisation = 0.99 }, server));

        Assert.StartsWith("an agent's machine is full: ", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(14_001, 1, 1, 0)]
    [InlineData(28_001, 2, 2, 0)]
    [InlineData(84_001, 2, 3, 0)]
    [InlineData(28_001, 1, 1, 2)]
    public void Judge_MoreConnectionsThanPortsThatAreFoundAtOnce_NamesSourceIps(int connections, int urls, int sources, int agents) =>
        Assert.Contains("--source-ips", Assert.Single(Judge(Spread(connections, urls, sources, agents))), StringComparison.Ordinal);

    [Theory]
    [InlineData(14_000, 1, 0, 0)]
    [InlineData(28_000, 2, 2, 0)]
    [InlineData(84_000, 2, 3, 0)]
    [InlineData(28_000, 1, 1, 2)]
    public void Judge_PortsAtEase_IsEmpty(int connections, int urls, int sources, int agents) =>
        Assert.Empty(Judge(Spread(connections, urls, sources, agents)));

    [Fact]
    public void Judge_ConnectsInProgress_AreNotConnectionsThatStay() =>
        Assert.Empty(Judge(Spread(14_001, 1, 1, 0) with { Scenario = "connect" }));

    private static RunOptions Spread(int connections, int urls, int sources, int agents) => new()
    {
        Scenario = "idle",
        Connections = connections,
        Urls = [.. Enumerable.Range(1, urls).Select(number => $"ws://node{number}/")],
        SourceIps = [.. Enumerable.Range(1, sources).Select(number => $"127.0.0.{number}")],
        Agents = [.. Enumerable.Range(1, agents).Select(number => $"agent{number}:1")],
    };

    private static IReadOnlyList<string> Judge(RunOptions options) => BottleneckJudge.Judge(RecordOf(options, 1000, 0.3), Relaxed, Unknown);

    private static IReadOnlyList<string> Judge(ClientReport client, double? rate, long sent) =>
        BottleneckJudge.Judge(Record(rate, sent, 0.3), client, Unknown);

    private static RunRecord Record(double? rate, long sent, double cpuSeconds, params string[] agents) =>
        RecordOf(new RunOptions { Scenario = "echo", Urls = ["ws://node/"], Rate = rate, Agents = agents }, sent, cpuSeconds);

    private static RunRecord RecordOf(RunOptions options, long sent, double cpuSeconds)
    {
        var record = new RunRecord(options, DateTimeOffset.UnixEpoch);
        record.Latency.RecordValue(2_000);
        record.Results.Add(new ResultMessage
        {
            Classes = new Dictionary<string, DeliveryCounts>(),
            Recovery = new RecoveryTotals(0, 0, 0, 0, 0, ""),
            Opened = 1,
            Failed = 0,
            Sent = sent,
            Unsent = 0,
            Received = sent,
            ReceivedInWindow = sent,
            HandshakesInWindow = 0,
            Acked = 0,
            Late = 0,
            Lost = 0,
            Duplicated = 0,
            Reordered = 0,
            Violated = false,
            Seconds = 1,
            CpuSeconds = cpuSeconds,
            MachineUtilisation = null,
            Errors = new Dictionary<string, long>(),
        });
        return record;
    }
}
