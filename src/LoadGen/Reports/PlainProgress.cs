using System.Globalization;
using Sws.LoadGen.Commands;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Reports;

/// <summary>Progress as plain lines, for pipes and logs.</summary>
internal sealed class PlainProgress(TextWriter output) : IRunObserver
{
    /// <inheritdoc/>
    public void Connecting(long opened, long failed, long requested) =>
        Line($"connecting: {opened} of {requested} open, {failed} failed");

    /// <inheritdoc/>
    public void Started(TimeSpan length) => Line($"running for {length.TotalSeconds:0.#} s, warm-up included");

    /// <inheritdoc/>
    public void Advanced(TimelinePoint point, int open) => Line(
        $"{point.Second,5} s  {point.Received,8} msg/s  p50 {Units.FormatMicroseconds(point.P50)}  p99 {Units.FormatMicroseconds(point.P99)}  max {Units.FormatMicroseconds(point.Max)}  open {open}  errors {point.Errors}");

    /// <inheritdoc/>
    public void Finished()
    {
    }

    private void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
