using HdrHistogram;
using Sws.LoadGen.Commands;
using Sws.LoadGen.Measuring;
using Sws.LoadGen.Reports;

namespace Sws.LoadGen.Workers;

/// <summary>Everything known about a run, merged over its workers. Not thread-safe.</summary>
internal sealed class RunRecord(RunOptions options, DateTimeOffset startedAt)
{
    /// <summary>The run's options.</summary>
    public RunOptions Options { get; } = options;

    /// <summary>When the run began.</summary>
    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>Ticks of the controller's clock at which the measured part began.</summary>
    public long MeasureTicks { get; set; }

    /// <summary>All message latencies.</summary>
    public LongHistogram Latency { get; } = Histograms.Create();

    /// <summary>All handshake times.</summary>
    public LongHistogram Handshake { get; } = Histograms.Create();

    /// <summary>All lateness of the generator's own schedule.</summary>
    public LongHistogram Lag { get; } = Histograms.Create();

    /// <summary>The run second by second.</summary>
    public RunTimeline Timeline { get; } = new();

    /// <summary>What the workers said when their connections were open.</summary>
    public List<ReadyMessage> Ready { get; } = [];

    /// <summary>What the workers reported in the end.</summary>
    public List<ResultMessage> Results { get; } = [];

    /// <summary>Takes one interval of one worker. Returns its second when all of so many workers have told of it; otherwise null.</summary>
    public TimelinePoint? Add(int worker, ProgressMessage progress, int workers)
    {
        Histograms.AddEncoded(Latency, progress.Latency);
        Histograms.AddEncoded(Handshake, progress.Handshake);
        Histograms.AddEncoded(Lag, progress.Lag);
        return Timeline.Add(worker, progress, workers);
    }
}
