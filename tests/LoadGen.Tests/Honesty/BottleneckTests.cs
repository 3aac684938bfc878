using Sws.LoadGen.Commands;
using Sws.LoadGen.Measuring;
using Sws.LoadGen.Reports;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Tests.Honesty;

/// <summary>The generator says when it measured itself.</summary>
public sealed class BottleneckTests
{
    private static readonly ClientReport Relaxed = new(5, 0.3, 1, null, 0, 0, 0.5, []);

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

    private static IReadOnlyList<string> Judge(ClientReport client, double? rate, long sent) =>
        BottleneckJudge.Judge(Record(rate, sent, 0.3), client, new ServerReport(null, null, null, null, null, null, null));

    private static RunRecord Record(double? rate, long sent, double cpuSeconds, params string[] agents)
    {
        var record = new RunRecord(new RunOptions { Scenario = "echo", Urls = [], Rate = rate, Agents = agents }, DateTimeOffset.UnixEpoch);
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
