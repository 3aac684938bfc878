namespace Sws.LoadGen.Reports;

/// <summary>Compares the runs of two servers, round by round.</summary>
internal static class Comparison
{
    private static readonly (string Name, Func<LoadReport, double?> Value)[] Figures =
    [
        ("messages/s", r => r.Messages.Rate),
        ("latency p50 µs", r => r.Latency.P50),
        ("latency p99 µs", r => r.Latency.P99),
        ("latency p99.9 µs", r => r.Latency.P999),
        ("handshakes/s", r => r.Handshake.Rate),
        ("handshake p50 µs", r => r.Handshake.P50),
        ("server µs CPU/message", r => r.Server.CpuPerMessage),
        ("server µs CPU/handshake", r => r.Server.CpuPerHandshake),
    ];

    /// <summary>
    /// Every figure that both sides have in every round and that is not zero. Memory per session is that of the first round: later ones find
    /// servers whose memory has grown already.
    /// </summary>
    public static IReadOnlyList<ComparedMetric> Of(IReadOnlyList<LoadReport> runsA, IReadOnlyList<LoadReport> runsB)
    {
        var metrics = new List<ComparedMetric>();
        foreach (var (name, value) in Figures)
        {
            Add(metrics, name, value, runsA, runsB);
        }

        Add(metrics, "server bytes/session", r => r.Server.BytesPerSession, [runsA[0]], [runsB[0]]);
        return metrics;
    }

    private static void Add(
        List<ComparedMetric> metrics, string name, Func<LoadReport, double?> value, IReadOnlyList<LoadReport> runsA, IReadOnlyList<LoadReport> runsB)
    {
        var a = runsA.Select(value).OfType<double>().ToArray();
        var b = runsB.Select(value).OfType<double>().ToArray();
        if (a.Length == runsA.Count && b.Length == runsB.Count && a.Concat(b).All(v => v != 0))
        {
            double[] ratios = [.. a.Zip(b, (x, y) => x / y)];
            metrics.Add(new ComparedMetric(
                name, Median(a), a.Min(), a.Max(), Median(b), b.Min(), b.Max(), Median(ratios), ratios.Min(), ratios.Max()));
        }
    }

    /// <summary>The middle value; the mean of the two middle ones of an even number.</summary>
    public static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
