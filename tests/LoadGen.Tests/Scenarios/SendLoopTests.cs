using Sws.LoadGen.Commands;
using Sws.LoadGen.Connections;
using Sws.LoadGen.Scenarios;
using Sws.LoadGen.Workers;
using Sws.Testing;

namespace Sws.LoadGen.Tests.Scenarios;

public sealed class SendLoopTests
{
    [Fact]
    public async Task Run_WorkerWithoutSenders_HasNothingToDo()
    {
        var options = new RunOptions { Scenario = "group", Urls = ["ws://127.0.0.1:1/"], Groups = 1, Members = 1, Rate = 100 };
        var job = WorkerJob.Split(options, 2, runTag: 1)[1];
        using var settings = await ConnectionSettings.CreateAsync(job.Options, TimeProvider.System, TestContext.Current.CancellationToken);
        var context = new ScenarioContext(job, settings);
        var start = TimeProvider.System.GetTimestamp();

        var running = new SendLoop(context, new NoSender(), senders: 0, deliveries: 1).RunAsync(new RunWindow(start, start, start + 1), CancellationToken.None);

        await running.Within(Timeouts.Step, "the end of a loop without senders");
        Assert.Equal(0, context.Errors.Total);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_OpenLoop_LagIsThatOfTheMeasuredPart(bool measured)
    {
        var options = new RunOptions { Scenario = "echo", Urls = ["ws://127.0.0.1:1/"], Rate = 1_000 };
        using var settings = await ConnectionSettings.CreateAsync(options, TimeProvider.System, TestContext.Current.CancellationToken);
        var context = new ScenarioContext(WorkerJob.Split(options, 1, runTag: 1)[0], settings);
        var start = TimeProvider.System.GetTimestamp();
        var end = start + (TimeProvider.System.TimestampFrequency / 50);
        var window = new RunWindow(start, measured ? start : end, end);
        context.Open(window);

        await new SendLoop(context, new GoodSender(), senders: 1, deliveries: 1).RunAsync(window, CancellationToken.None).Within(Timeouts.Step, "the end of the loop");

        Assert.Equal(measured ? 20 : 0, context.Lag.TakeInterval().TotalCount);
    }

    private sealed class GoodSender : ISender
    {
        public bool IsReady(int sender) => true;

        public string? Send(int sender, long sequence, long intendedTicks) => null;
    }

    private sealed class NoSender : ISender
    {
        public bool IsReady(int sender) => throw new InvalidOperationException($"There is no sender {sender}.");

        public string? Send(int sender, long sequence, long intendedTicks) => throw new InvalidOperationException($"There is no sender {sender}.");
    }
}
