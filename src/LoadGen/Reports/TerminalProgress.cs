using System.Globalization;
using Spectre.Console;
using Sws.LoadGen.Commands;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Reports;

/// <summary>Progress on a terminal: one table that is redrawn, with a bar, rates and the time left.</summary>
internal sealed class TerminalProgress(IAnsiConsole console, TimeProvider clock) : IRunObserver
{
    private const int BarWidth = 30;

    private readonly Lock _drawing = new();
    private LiveView? _live;
    private long _startTicks;
    private TimeSpan _length;

    /// <inheritdoc/>
    public void Connecting(long opened, long failed, long requested) => Draw(
        ("connecting", Bar((double)(opened + failed) / Math.Max(1, requested))),
        ("open", Number(opened)),
        ("failed", Number(failed)));

    /// <inheritdoc/>
    public void Started(TimeSpan length)
    {
        (_startTicks, _length) = (clock.GetTimestamp(), length);
        Draw(("running", Bar(0)), ("time left", Time(length)));
    }

    /// <inheritdoc/>
    public void Advanced(TimelinePoint point, int open)
    {
        var elapsed = clock.GetElapsedTime(_startTicks);
        var left = elapsed < _length ? _length - elapsed : TimeSpan.Zero;
        Draw(
            ("running", Bar(elapsed / _length)),
            ("time left", Time(left)),
            ("messages/s", Number(point.Received)),
            ("latency", $"p50 {Units.FormatMicroseconds(point.P50)}  p99 {Units.FormatMicroseconds(point.P99)}  max {Units.FormatMicroseconds(point.Max)}"),
            ("open", Number(open)),
            ("errors/s", Number(point.Errors)));
    }

    /// <inheritdoc/>
    public void Finished()
    {
        lock (_drawing)
        {
            _live?.End();
            _live = null;
        }
    }

    private static string Bar(double share)
    {
        var done = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);
        return new string('█', done) + new string('░', BarWidth - done);
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(TimeSpan time) => time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);

    private void Draw(params (string Name, string Value)[] rows)
    {
        var table = new Table().HideHeaders().Border(TableBorder.None).AddColumns("", "");
        foreach (var (name, value) in rows)
        {
            table.AddRow(Markup.Escape(name), Markup.Escape(value));
        }

        lock (_drawing)
        {
            _live ??= new LiveView(console);
            _live.Show(table);
        }
    }
}
