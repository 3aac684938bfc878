using Sws.LoadGen.Commands;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Tests.Workers;

public sealed class WorkerTests
{
    private static readonly byte[] Key = new byte[32];

    [Fact]
    public void Split_UnevenRun_SharesAddUp()
    {
        var options = new RunOptions { Scenario = "echo", Urls = [], Connections = 10, Rate = 100 };

        var jobs = WorkerJob.Split(options, 3, runTag: uint.MaxValue);

        Assert.Equal([4, 3, 3], jobs.Select(j => j.Options.Connections));
        Assert.Equal(100, jobs.Sum(j => j.Options.Rate)!.Value, 6);
        Assert.Equal(3, jobs.Select(j => j.RunTag).Distinct().Count());
    }

    [Fact]
    public void LineSeal_SameKey_Opens()
    {
        var (controller, agent) = (new LineSeal(Key, true), new LineSeal(Key, false));

        Assert.Equal("one", agent.Open(controller.Seal("one")));
        Assert.Equal("two", agent.Open(controller.Seal("two")));
        Assert.Equal("three", controller.Open(agent.Seal("three")));
    }

    [Fact]
    public void LineSeal_TamperedRepeatedReflectedOrForeign_DoesNotOpen()
    {
        var controller = new LineSeal(Key, true);
        var line = controller.Seal("one");

        Assert.Null(new LineSeal(Key, false).Open(line[..^1] + "f"));
        Assert.Null(new LineSeal(Key, true).Open(line));
        Assert.Null(new LineSeal([.. Key[1..], 9], false).Open(line));
        Assert.Null(new LineSeal(Key, false).Open("short"));
        var agent = new LineSeal(Key, false);
        Assert.Equal("one", agent.Open(line));
        Assert.Null(agent.Open(line));
    }
}
