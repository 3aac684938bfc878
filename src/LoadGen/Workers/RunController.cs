using Sws.LoadGen.Commands;
using Sws.LoadGen.Measuring;
using Sws.LoadGen.Reports;
using Sws.Protocol.Crypto;

namespace Sws.LoadGen.Workers;

/// <summary>
/// Carries out one run: gives each worker its share, lets all connect, starts all at once when the last is ready, samples the server
/// meanwhile, and merges what the workers report.
/// </summary>
internal sealed class RunController(RunOptions options, TimeProvider clock, IRunObserver observer, IServerSampler? sampler)
{
    private readonly RunRecord _record = new(options, clock.GetUtcNow());
    private readonly Dictionary<int, (long Opened, long Failed)> _connecting = [];
    private readonly Lock _merging = new();
    private MachineCpu? _machineAtStart;
    private int _measuring;
    private int _stopped;
    private int _links;

    /// <summary>Runs on these workers; each serves one share. The links are the caller's to dispose.</summary>
    /// <exception cref="RunFailedException">A worker could not do its part.</exception>
    public async Task<RunOutcome> RunAsync(IReadOnlyList<IWorkerLink> links, CancellationToken cancellation)
    {
        _links = links.Count;
        var watch = new ServerWatch(sampler, clock);
        await using (watch.ConfigureAwait(false))
        {
            await watch.StartAsync().ConfigureAwait(false);
            var jobs = WorkerJob.Split(options, links.Count, RunTag());
            await ForAllAsync(links, (link, i) => PrepareAsync(link, i, jobs[i], cancellation)).ConfigureAwait(false);
            await watch.MarkConnectedAsync().ConfigureAwait(false);
            observer.Started(options.Warmup + options.Duration);
            await ForAllAsync(links, (link, _) => SendAsync(link, new StartMessage())).ConfigureAwait(false);
            await ForAllAsync(links, (link, i) => FollowAsync(link, i, watch, cancellation)).ConfigureAwait(false);
        }

        observer.Finished();
        return new RunOutcome(ReportBuilder.Build(_record, watch, clock), _record.Latency);
    }

    private static uint RunTag()
    {
        Span<byte> bytes = stackalloc byte[4];
        SecureRandom.Fill(bytes);
        return BitConverter.ToUInt32(bytes);
    }

    private static Task ForAllAsync(IReadOnlyList<IWorkerLink> links, Func<IWorkerLink, int, Task> act) =>
        Task.WhenAll(links.Select(act));

    private static Task SendAsync(IWorkerLink link, ControllerMessage message) =>
        link.Channel.SendAsync(message, WorkerJson.Default.ControllerMessage);

    private async Task PrepareAsync(IWorkerLink link, int worker, WorkerJob job, CancellationToken cancellation)
    {
        await SendAsync(link, new PrepareMessage(job)).ConfigureAwait(false);
        while (true)
        {
            switch (await NextAsync(link, cancellation).ConfigureAwait(false))
            {
                case ConnectingMessage connecting:
                    Report(worker, connecting.Opened, connecting.Failed);
                    break;
                case ReadyMessage ready:
                    lock (_merging)
                    {
                        _record.Ready.Add(ready);
                    }

                    Report(worker, ready.Opened, ready.Failed);
                    return;
                default:
                    throw Confused(link);
            }
        }
    }

    private async Task FollowAsync(IWorkerLink link, int worker, ServerWatch watch, CancellationToken cancellation)
    {
        while (true)
        {
            switch (await NextAsync(link, cancellation).ConfigureAwait(false))
            {
                case MeasuringMessage:
                    await MeasuringAsync(watch).ConfigureAwait(false);
                    break;
                case ProgressMessage progress:
                    Merge(worker, progress, watch);
                    break;
                case StoppedMessage:
                    await StoppedAsync(watch).ConfigureAwait(false);
                    break;
                case ResultMessage result:
                    lock (_merging)
                    {
                        _record.Results.Add(result);
                    }

                    return;
                default:
                    throw Confused(link);
            }
        }
    }

    private async Task MeasuringAsync(ServerWatch watch)
    {
        // The first worker's begin is everybody's: they were started together.
        if (Interlocked.Increment(ref _measuring) == 1)
        {
            _record.MeasureTicks = clock.GetTimestamp();
            _machineAtStart = MachineCpu.Read();
            await watch.MarkMeasureStartAsync().ConfigureAwait(false);
        }
    }

    private async Task StoppedAsync(ServerWatch watch)
    {
        if (Interlocked.Increment(ref _stopped) == _links)
        {
            await watch.MarkMeasureEndAsync().ConfigureAwait(false);
            _record.MachineUtilisation = _machineAtStart is { } from && MachineCpu.Read() is { } to ? MachineCpu.Utilisation(from, to) : null;
        }
    }

    private void Merge(int worker, ProgressMessage progress, ServerWatch watch)
    {
        lock (_merging)
        {
            _record.Add(worker, progress);
            if (worker == 0 && _record.Timeline.At(progress.Second) is { } point)
            {
                observer.Advanced(point with { ServerRssBytes = watch.Latest?.RssBytes, ServerCpu = watch.LatestCores }, _record.Timeline.Open);
            }
        }
    }

    private void Report(int worker, long opened, long failed)
    {
        lock (_merging)
        {
            _connecting[worker] = (opened, failed);
            observer.Connecting(_connecting.Values.Sum(c => c.Opened), _connecting.Values.Sum(c => c.Failed), options.Connections);
        }
    }

    private static async Task<WorkerMessage> NextAsync(IWorkerLink link, CancellationToken cancellation)
    {
        try
        {
            return await link.Channel.ReceiveAsync(WorkerJson.Default.WorkerMessage, cancellation).ConfigureAwait(false) switch
            {
                null => throw new RunFailedException($"{link.Name} ended before its run did."),
                FailedMessage failed => throw new RunFailedException($"{link.Name}: {failed.Reason}"),
                var message => message,
            };
        }
        catch (InvalidDataException e)
        {
            throw new RunFailedException($"{link.Name}: {e.Message}");
        }
    }

    private static RunFailedException Confused(IWorkerLink link) => new($"{link.Name} reported something out of turn.");
}
