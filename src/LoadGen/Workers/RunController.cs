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
    // Six of a worker's keepalives, so that neither a slow machine nor a lost packet ends a run.
    private static readonly TimeSpan LongestSilence = 6 * WorkerSession.KeepaliveInterval;

    private readonly RunRecord _record = new(options, clock.GetUtcNow());
    private readonly Dictionary<int, (long Opened, long Failed)> _connecting = [];
    private readonly Lock _merging = new();
    private IReadOnlyList<IWorkerLink> _links = [];
    private int _ready;
    private int _measuring;
    private int _stopped;

    /// <summary>Runs on these workers; each serves one share. The links are the caller's to dispose.</summary>
    /// <exception cref="RunFailedException">A worker could not do its part, ended, or said nothing for 30 s; the others are not waited for.</exception>
    public async Task<RunOutcome> RunAsync(IReadOnlyList<IWorkerLink> links, CancellationToken cancellation)
    {
        _links = links;
        var watch = new ServerWatch(sampler, clock);
        await using (watch.ConfigureAwait(false))
        {
            await watch.StartAsync().ConfigureAwait(false);
            var jobs = WorkerJob.Split(options, links.Count, RunTag());
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await AllOrFirstFailureAsync([.. links.Select((link, i) => ServeAsync(link, i, jobs[i], watch, stop.Token))], stop).ConfigureAwait(false);
        }

        observer.Finished();
        return new RunOutcome(ReportBuilder.Build(_record, watch, clock), _record.Latency);
    }

    private static async Task AllOrFirstFailureAsync(IReadOnlyList<Task> tasks, CancellationTokenSource stop)
    {
        Task? failed = null;
        await foreach (var ended in Task.WhenEach(tasks).ConfigureAwait(false))
        {
            if (failed is null && !ended.IsCompletedSuccessfully)
            {
                failed = ended;
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }

        await (failed ?? Task.CompletedTask).ConfigureAwait(false);
    }

    private static uint RunTag()
    {
        Span<byte> bytes = stackalloc byte[4];
        SecureRandom.Fill(bytes);
        return BitConverter.ToUInt32(bytes);
    }

    private static async Task SendAsync(IWorkerLink link, ControllerMessage message)
    {
        try
        {
            await link.Channel.SendAsync(message, WorkerJson.Default.ControllerMessage).ConfigureAwait(false);
        }
        catch (IOException)
        {
            throw Ended(link);
        }
    }

    private async Task ServeAsync(IWorkerLink link, int worker, WorkerJob job, ServerWatch watch, CancellationToken cancellation)
    {
        await PrepareAsync(link, worker, job, cancellation).ConfigureAwait(false);
        if (Interlocked.Increment(ref _ready) == _links.Count)
        {
            await watch.MarkConnectedAsync().ConfigureAwait(false);
            observer.Started(options.Warmup + options.Duration);
            await Task.WhenAll(_links.Select(l => SendAsync(l, new StartMessage()))).ConfigureAwait(false);
        }

        // Those that are ready are listened to while others connect: one that ends then ends the run.
        await FollowAsync(link, worker, watch, cancellation).ConfigureAwait(false);
    }

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
                case AliveMessage:
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
                case AliveMessage:
                    break;
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
            await watch.MarkMeasureStartAsync().ConfigureAwait(false);
        }
    }

    private async Task StoppedAsync(ServerWatch watch)
    {
        if (Interlocked.Increment(ref _stopped) == _links.Count)
        {
            await watch.MarkMeasureEndAsync().ConfigureAwait(false);
        }
    }

    private void Merge(int worker, ProgressMessage progress, ServerWatch watch)
    {
        lock (_merging)
        {
            if (_record.Add(worker, progress, _links.Count) is { } point)
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

    private async Task<WorkerMessage> NextAsync(IWorkerLink link, CancellationToken cancellation)
    {
        try
        {
            // The wait ends, not the read: a pipe may not be able to give a read up.
            var next = link.Channel.ReceiveAsync(WorkerJson.Default.WorkerMessage, CancellationToken.None);
            return await next.WaitAsync(LongestSilence, clock, cancellation).ConfigureAwait(false) switch
            {
                null => throw Ended(link),
                FailedMessage failed => throw new RunFailedException($"{link.Name}: {failed.Reason}"),
                var message => message,
            };
        }
        catch (TimeoutException)
        {
            throw new RunFailedException($"{link.Name} has said nothing for {LongestSilence.TotalSeconds:0} s: see whether it hangs, or the network to it is cut, and run again.");
        }
        catch (InvalidDataException e)
        {
            throw new RunFailedException($"{link.Name}: {e.Message}");
        }
    }

    private static RunFailedException Ended(IWorkerLink link) => new($"{link.Name} ended before its run did.");

    private static RunFailedException Confused(IWorkerLink link) => new($"{link.Name} reported something out of turn.");
}
