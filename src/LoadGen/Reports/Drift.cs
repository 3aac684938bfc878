namespace Sws.LoadGen.Reports;

/// <summary>Finds the drift of a run.</summary>
internal static class Drift
{
    private const double SecondsPerHour = 3_600;

    // Fewer seconds make a line through noise.
    private const int MinPoints = 30;

    /// <summary>The drift over a timeline.</summary>
    /// <param name="timeline">The run second by second.</param>
    /// <param name="collections">Garbage collections in the measured part; null when unknown.</param>
    public static DriftReport Of(IReadOnlyList<TimelinePoint> timeline, long? collections)
    {
        var settled = timeline.Skip(timeline.Count / 10).ToList();
        return new DriftReport(
            PerHour(settled, p => p.ServerRssBytes),
            PerHour(settled, p => p.ServerCpu),
            collections is { } count && timeline.Count > 0 ? Math.Round(count * SecondsPerHour / timeline[^1].Second, 1) : null,
            PerHour([.. settled.Where(p => p.Received > 0)], p => p.P50),
            PerHour([.. settled.Where(p => p.Received > 0)], p => p.P99));
    }

    private static double? PerHour(IReadOnlyList<TimelinePoint> timeline, Func<TimelinePoint, double?> value)
    {
        var points = timeline.Where(p => value(p) is not null).Select(p => (X: (double)p.Second, Y: value(p)!.Value)).ToList();
        if (points.Count < MinPoints)
        {
            return null;
        }

        var (meanX, meanY) = (points.Average(p => p.X), points.Average(p => p.Y));
        var slope = points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / points.Sum(p => (p.X - meanX) * (p.X - meanX));
        return Math.Round(slope * SecondsPerHour, 3);
    }
}
