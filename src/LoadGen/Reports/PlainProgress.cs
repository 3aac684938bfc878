using System.Globalization;
using Sws.LoadGen.Commands;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Reports;

/// <summary>Progress as plain lines, for pipes and logs: one for each interval of a long run.</summary>
/// <param name="output">Where to.</param>
/// <param name="every">Length of an interval; whole seconds.</param>
internal sealed class PlainProgress(TextWriter output, TimeSpan every) : IRunObserver
{
    private readonly List<TimelinePoint> _interval = [];

    /// <inheritdoc/>
    public void Connecting(long opened, long failed, long requested) =>
        Line($"connecting: {opened} of {requested} open, {failed} failed");

    /// <inheritdoc/>
    public void Started(TimeSpan length) => Line($"running for {length.TotalSeconds:0.#} s, warm-up included");

    /// <inheritdoc/>
    public void Advanced(TimelinePoint point, int open)
    {
        _interval.Add(point);
        if (_interval.Count < every.TotalSeconds)
        {
            return;
        }

        // Of an interval the worst second counts: an average would hide it.
        var (p50, p99, max) = (_interval.Max(p => p.P50), _interval.Max(p => p.P99), _interval.Max(p => p.Max));
        var memory = point.ServerRssBytes is { } bytes ? $"  server {Units.FormatBytes(bytes)}" : "";
        var cores = point.ServerCpu is { } cpu ? string.Create(CultureInfo.InvariantCulture, $" {cpu:0.00} cores") : "";
        Line($"{point.Second,5} s  {_interval.Average(p => p.Received),8:0} msg/s  p50 {Units.FormatMicroseconds(p50)}  p99 {Units.FormatMicroseconds(p99)}  max {Units.FormatMicroseconds(max)}  open {open}  errors {_interval.Sum(p => p.Errors)}{memory}{cores}");
        _interval.Clear();
    }

    /// <inheritdoc/>
    public void Finished()
    {
    }

    private void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
