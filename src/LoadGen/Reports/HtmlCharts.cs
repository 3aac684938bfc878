using System.Globalization;
using HdrHistogram;
using Sws.LoadGen.Commands;

namespace Sws.LoadGen.Reports;

/// <summary>The charts of the HTML report.</summary>
internal static class HtmlCharts
{
    private const int PercentileTicksPerHalfDistance = 8;

    /// <summary>All charts, in reading order.</summary>
    public static IEnumerable<string> Draw(LoadReport report, HistogramBase latency)
    {
        var time = TimeAxis(report.Timeline);
        yield return OverTime(report.Timeline, time);
        yield return Distribution(latency);
        yield return Counts("Messages per second", report.Timeline, time, Series("sent", 1, report.Timeline, p => p.Sent), Series("received", 2, report.Timeline, p => p.Received));
        yield return Counts("Errors per second", report.Timeline, time, Series("errors", 3, report.Timeline, p => p.Errors));
        var cpu = Series("cores", 1, report.Timeline, p => p.ServerCpu);
        yield return SvgChart.Draw("Server CPU, cores", time, ChartAxis.Linear(Largest(cpu), Plain), Plain, cpu);
        var memory = Series("resident", 1, report.Timeline, p => p.ServerRssBytes);
        yield return SvgChart.Draw("Server memory", time, ChartAxis.Linear(Largest(memory), Units.FormatBytes), Units.FormatBytes, memory);
    }

    private static string OverTime(IReadOnlyList<TimelinePoint> timeline, ChartAxis time)
    {
        var used = timeline.Where(p => p.Max > 0).ToList();
        var series = new[] { Series("p50", 1, used, p => p.P50), Series("p99", 2, used, p => p.P99), Series("max", 3, used, p => p.Max) };
        var axis = ChartAxis.Decades(used.Count == 0 ? 1 : used.Min(p => p.P50), used.Count == 0 ? 1 : used.Max(p => p.Max), Units.FormatMicroseconds);
        return SvgChart.Draw("Latency over time, logarithmic", time, axis, Units.FormatMicroseconds, series);
    }

    private static string Distribution(HistogramBase latency)
    {
        // The horizontal axis is the number of nines: 1 / (1 - p), as HdrHistogram's own plots have it.
        var points = latency.TotalCount == 0
            ? []
            : latency.Percentiles(PercentileTicksPerHalfDistance)
                .Where(p => p.PercentileLevelIteratedTo < 100)
                .Select(p => (X: 100 / (100 - p.PercentileLevelIteratedTo), Y: (double)p.ValueIteratedTo))
                .ToList();
        var x = ChartAxis.Decades(1, Math.Max(1_000, points.Count == 0 ? 1 : points[^1].X), Nines);
        var y = ChartAxis.Linear(points.Count == 0 ? 1 : points[^1].Y, Units.FormatMicroseconds);
        return SvgChart.Draw("Latency distribution by percentile, %", x, y, Units.FormatMicroseconds, new ChartSeries("latency", 1, points));
    }

    private static string Counts(string title, IReadOnlyList<TimelinePoint> timeline, ChartAxis time, params IReadOnlyList<ChartSeries> series) =>
        SvgChart.Draw(title, time, ChartAxis.Linear(timeline.Count == 0 ? 1 : Math.Max(1, series.Max(Largest)), Plain), Plain, series);

    private static ChartAxis TimeAxis(IReadOnlyList<TimelinePoint> timeline) =>
        ChartAxis.Linear(timeline.Count == 0 ? 1 : timeline[^1].Second, seconds => Plain(seconds) + " s");

    private static ChartSeries Series(string name, int colour, IReadOnlyList<TimelinePoint> timeline, Func<TimelinePoint, double?> value) =>
        new(name, colour, [.. timeline.Where(p => value(p) is not null).Select(p => ((double)p.Second, value(p)!.Value))]);

    private static double Largest(ChartSeries series) => series.Points.Count == 0 ? 1 : Math.Max(series.Points.Max(p => p.Y), 1e-3);

    private static string Nines(double inverse) => string.Create(CultureInfo.InvariantCulture, $"{100 - (100 / inverse):0.######}");

    private static string Plain(double value) => value.ToString(value is > 0 and < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture);
}
