using System.Net.Sockets;
using Sws.LoadGen.Connections;
using Sws.LoadGen.Measuring;
using Sws.LoadGen.Scenarios;

namespace Sws.LoadGen.Workers;

/// <summary>A worker's side of a run: prepare, wait at the barrier, load, drain, report.</summary>
internal sealed class WorkerSession(MessageChannel channel, TimeProvider clock)
{
    /// <summary>How often a worker says that it is there, whatever it does.</summary>
    public static readonly TimeSpan KeepaliveInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    // Below this the fixed cost of a run (pools, histograms, code) would be mistaken for the cost of connections.
    private const int MinConnectionsToWeigh = 100;

    /// <summary>Serves one run. Returns when it is reported or the controller is gone.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            if (await channel.ReceiveAsync(WorkerJson.Default.ControllerMessage, stop.Token).ConfigureAwait(false) is PrepareMessage prepare)
            {
                await ServeAliveAsync(prepare.Job, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The controller is gone, or this process is told to end.
        }
        catch (Exception e) when (e is InvalidDataException or SocketException or IOException or UnauthorizedAccessException)
        {
            await SendAsync(new FailedMessage(e.Message)).ConfigureAwait(false);
        }
    }

    private async Task ServeAliveAsync(WorkerJob job, CancellationTokenSource stop)
    {
        using var timer = new PeriodicTimer(KeepaliveInterval, clock);
        var alive = KeepAliveAsync(timer);
        try
        {
            await ServeAsync(job, stop).ConfigureAwait(false);
        }
        finally
        {
            timer.Dispose();
            await alive.ConfigureAwait(false);
        }
    }

    private async Task KeepAliveAsync(PeriodicTimer timer)
    {
        try
        {
            while (await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false))
            {
                await SendAsync(new AliveMessage()).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The controller is gone, which ends the session by the line that it no longer sends.
        }
    }

    private async Task ServeAsync(WorkerJob job, CancellationTokenSource stop)
    {
        using var settings = await ConnectionSettings.CreateAsync(job.Options, clock, stop.Token).ConfigureAwait(false);
        var context = new ScenarioContext(job, settings);
        var scenario = ScenarioCatalog.Create(context);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = ListenAsync(started, stop);
        try
        {
            await SendAsync(await PrepareAsync(context, scenario, stop.Token).ConfigureAwait(false)).ConfigureAwait(false);
            await started.Task.WaitAsync(stop.Token).ConfigureAwait(false);
            await SendAsync(await LoadAsync(context, scenario, stop.Token).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            await scenario.CloseAsync().ConfigureAwait(false);
        }
    }

    private async Task ListenAsync(TaskCompletionSource started, CancellationTokenSource stop)
    {
        try
        {
            while (await channel.ReceiveAsync(WorkerJson.Default.ControllerMessage, stop.Token).ConfigureAwait(false) is not null)
            {
                started.TrySetResult();
            }

            await stop.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidDataException or ObjectDisposedException)
        {
            started.TrySetCanceled();
        }
    }

    private async Task<ReadyMessage> PrepareAsync(ScenarioContext context, Scenario scenario, CancellationToken cancellation)
    {
        var managed = GC.GetTotalMemory(forceFullCollection: true);
        var start = clock.GetTimestamp();
        await TellWhileAsync(scenario.PrepareAsync(cancellation), context, cancellation).ConfigureAwait(false);
        var seconds = clock.GetElapsedTime(start).TotalSeconds;
        var open = scenario.OpenConnections;
        var perConnection = open < MinConnectionsToWeigh ? 0 : (GC.GetTotalMemory(forceFullCollection: true) - managed) / open;
        return new ReadyMessage((int)context.Counters.Opened, (int)context.Counters.Failed, seconds, perConnection);
    }

    private async Task TellWhileAsync(Task connecting, ScenarioContext context, CancellationToken cancellation)
    {
        while (await Task.WhenAny(connecting, Task.Delay(ProgressInterval, clock, cancellation)).ConfigureAwait(false) != connecting)
        {
            await SendAsync(new ConnectingMessage(context.Counters.Opened, context.Counters.Failed)).ConfigureAwait(false);
        }

        await connecting.ConfigureAwait(false);
    }

    private async Task<ResultMessage> LoadAsync(ScenarioContext context, Scenario scenario, CancellationToken cancellation)
    {
        var window = Window(context);
        context.Open(window);
        var running = scenario.RunAsync(window, cancellation);
        await context.DelayUntilAsync(window.MeasureTicks, cancellation).ConfigureAwait(false);
        await SendAsync(new MeasuringMessage()).ConfigureAwait(false);
        var (cpu, machine) = (Environment.CpuUsage.TotalTime, MachineCpu.Read());
        var progress = new ProgressReporter(context, scenario);
        var second = 1;
        while (await Task.WhenAny(running, context.DelayUntilAsync(window.MeasureTicks + (second * clock.TimestampFrequency), cancellation))
            .ConfigureAwait(false) != running)
        {
            await SendAsync(progress.Next(second++)).ConfigureAwait(false);
        }

        await running.ConfigureAwait(false);
        var seconds = clock.GetElapsedTime(window.MeasureTicks).TotalSeconds;
        var measured = new Measured(
            seconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, MachineCpu.Utilisation(machine, MachineCpu.Read()), context.Counters.Received, context.Counters.Handshakes);
        await SendAsync(new StoppedMessage()).ConfigureAwait(false);
        await scenario.DrainAsync(cancellation).ConfigureAwait(false);
        await SendAsync(progress.Next(Math.Max(1, (int)Math.Ceiling(context.Options.Duration.TotalSeconds)))).ConfigureAwait(false);
        return Result(context, scenario, measured);
    }

    private RunWindow Window(ScenarioContext context)
    {
        var start = clock.GetTimestamp();
        var measure = start + Ticks(context.Options.Warmup);
        return new RunWindow(start, measure, measure + Ticks(context.Options.Duration));
    }

    private long Ticks(TimeSpan duration) => (long)(duration.TotalSeconds * clock.TimestampFrequency);

    private static ResultMessage Result(ScenarioContext context, Scenario scenario, Measured measured)
    {
        var counts = scenario.Verify();
        return new ResultMessage
        {
            Opened = context.Counters.Opened,
            Failed = context.Counters.Failed,
            Sent = context.Counters.Sent,
            Unsent = context.Counters.Unsent,
            Received = context.Counters.Received,
            ReceivedInWindow = measured.Received,
            HandshakesInWindow = measured.Handshakes,
            Acked = context.Counters.Acked,
            Late = context.Counters.Late,
            Lost = counts.Lost,
            Duplicated = counts.Duplicated,
            Reordered = counts.Reordered,
            Classes = scenario.VerifyClasses(),
            Recovery = Recovery(context.Recovery),
            Violated = counts.Violates(scenario.Promise),
            Seconds = measured.Seconds,
            CpuSeconds = measured.CpuSeconds,
            MachineUtilisation = measured.MachineUtilisation,
            Errors = context.Errors.ToSorted(),
        };
    }

    private static RecoveryTotals Recovery(RecoveryRecorder recovery) => new(
        recovery.Cut,
        recovery.Dropped,
        recovery.Renewed,
        recovery.Recovered,
        recovery.Restarted,
        Histograms.Encode(recovery.Latency.TakeInterval()));

    private Task SendAsync(WorkerMessage message) => channel.SendAsync(message, WorkerJson.Default.WorkerMessage);

    /// <summary>Where things stood when the measured part was over: what comes while draining belongs to no second of it.</summary>
    private sealed record Measured(double Seconds, double CpuSeconds, double? MachineUtilisation, long Received, long Handshakes);
}
