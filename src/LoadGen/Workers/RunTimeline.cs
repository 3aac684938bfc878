using HdrHistogram;
using Sws.LoadGen.Measuring;
using Sws.LoadGen.Reports;

namespace Sws.LoadGen.Workers;

/// <summary>Merges the intervals of all workers by second. Histograms are kept for recent seconds only: a run may last for hours.</summary>
internal sealed class RunTimeline
{
    // Workers are started together and report once a second: a second that is this old will not change.
    private const int KeptSeconds = 5;

    private readonly SortedDictionary<int, Pending> _pending = [];
    private readonly List<TimelinePoint> _finished = [];
    private readonly Dictionary<int, int> _open = [];

    /// <summary>Connections open, as the workers last said.</summary>
    public int Open => _open.Values.Sum();

    /// <summary>Takes one interval of one worker. Returns its second when the last of so many workers has now told of it; otherwise null.</summary>
    public TimelinePoint? Add(int worker, ProgressMessage progress, int workers)
    {
        _open[worker] = progress.Open;
        if (!_pending.TryGetValue(progress.Second, out var pending))
        {
            _pending[progress.Second] = pending = new Pending();
        }

        pending.Sent += progress.Sent;
        pending.Received += progress.Received;
        pending.Errors += progress.Errors;
        Histograms.AddEncoded(pending.Latency, progress.Latency);
        // A worker tells of its last second twice when messages came while draining.
        var isComplete = pending.Workers.Add(worker) && pending.Workers.Count == workers;
        while (_pending.Count > KeptSeconds)
        {
            var oldest = _pending.First();
            _pending.Remove(oldest.Key);
            _finished.Add(oldest.Value.ToPoint(oldest.Key));
        }

        return isComplete ? pending.ToPoint(progress.Second) : null;
    }

    /// <summary>All seconds, in order.</summary>
    public IReadOnlyList<TimelinePoint> ToPoints() => [.. _finished.Concat(_pending.Select(p => p.Value.ToPoint(p.Key))).OrderBy(p => p.Second)];

    private sealed class Pending
    {
        public HashSet<int> Workers { get; } = [];

        public LongHistogram Latency { get; } = Histograms.Create();

        public long Sent { get; set; }

        public long Received { get; set; }

        public long Errors { get; set; }

        public TimelinePoint ToPoint(int second) => new(
            second, Sent, Received, Errors, Histograms.At(Latency, 50), Histograms.At(Latency, 99), Histograms.Max(Latency), null, null);
    }
}
