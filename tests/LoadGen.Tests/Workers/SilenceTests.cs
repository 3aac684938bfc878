using Microsoft.Extensions.Time.Testing;
using Sws.LoadGen.Commands;
using Sws.LoadGen.Tests.Servers;
using Sws.LoadGen.Workers;
using Sws.Testing;

namespace Sws.LoadGen.Tests.Workers;

/// <summary>Workers that end or go silent end the run, with a line that names them.</summary>
public sealed class SilenceTests
{
    private static readonly RunOptions Options = new() { Scenario = "idle", Urls = ["ws://127.0.0.1:1/"], Connections = 2 };

    [Fact]
    public async Task Run_OneWorkerEndsWhileAnotherGoesOn_FailsAtOnce()
    {
        await using var living = new PipeLink("agent living:1");
        await using var dead = new PipeLink("agent dead:1");
        var running = Run(new FakeTimeProvider(), living, dead);

        await dead.Worker.DisposeAsync();

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => running.Within(Timeouts.Step, "the end of a run without its worker"));
        Assert.Equal("agent dead:1 ended before its run did.", failure.Message);
    }

    [Fact]
    public async Task Run_WorkerThatIsReadyEndsWhileAnotherConnects_FailsAtOnce()
    {
        await using var connecting = new PipeLink("agent connecting:1");
        await using var ready = new PipeLink("agent ready:1");
        var running = Run(new FakeTimeProvider(), connecting, ready);
        await ready.Worker.SendAsync(new ReadyMessage(1, 0, 0, 0), WorkerJson.Default.WorkerMessage);

        await ready.Worker.DisposeAsync();

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => running.Within(Timeouts.Step, "the end of a run without its worker"));
        Assert.Equal("agent ready:1 ended before its run did.", failure.Message);
    }

    [Fact]
    public async Task Run_WorkerSaysNothing_FailsAndNamesIt()
    {
        await using var silent = new PipeLink("agent silent:1");
        var clock = new FakeTimeProvider();
        var running = Run(clock, silent);

        await AdvanceAsync(clock, running).Within(Timeouts.Step, "the end of a run with a silent worker");

        var failure = await Assert.ThrowsAsync<RunFailedException>(() => running);
        Assert.StartsWith("agent silent:1 has said nothing for 30 s: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_WaitsForTheStart_SaysThatItIsAlive()
    {
        await using var server = new FaultyEchoServer();
        await using var link = new PipeLink("worker");
        using var stop = new CancellationTokenSource();
        var clock = new FakeTimeProvider();
        var working = new WorkerSession(link.Worker, clock).RunAsync(stop.Token);
        var job = WorkerJob.Split(Options with { Urls = [server.Url] }, 1, runTag: 1)[0];
        await link.Channel.SendAsync(new PrepareMessage(job), WorkerJson.Default.ControllerMessage);
        Assert.Contains("ready", await LineAsync(link, "the worker to be ready"), StringComparison.Ordinal);

        for (var keepalive = 0; keepalive < 3; keepalive++)
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal("{\"type\":\"alive\"}", await LineAsync(link, "the worker's keepalive"));
        }

        await stop.CancelAsync();
        await AdvanceAsync(clock, working).Within(Timeouts.Step, "the end of the worker");
    }

    private static Task<RunOutcome> Run(TimeProvider clock, params IWorkerLink[] links) =>
        new RunController(Options, clock, SilentObserver.Instance, sampler: null).RunAsync(links, CancellationToken.None);

    /// <summary>Lets time pass until a task has ended, whenever it comes to wait.</summary>
    private static async Task AdvanceAsync(FakeTimeProvider clock, Task task)
    {
        while (!task.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private static Task<string?> LineAsync(PipeLink link, string what) =>
        link.Channel.ReceiveLineAsync(CancellationToken.None).Within(Timeouts.Step, what);
}
