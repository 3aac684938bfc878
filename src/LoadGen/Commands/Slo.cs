using System.Globalization;
using Sws.LoadGen.Reports;

namespace Sws.LoadGen.Commands;

/// <summary>A promise about latency, such as p99=10ms.</summary>
/// <param name="Percentile">p50, p90, p99, p999 or max.</param>
/// <param name="BoundMicroseconds">Largest latency that keeps it, in µs.</param>
internal sealed record Slo(string Percentile, double BoundMicroseconds)
{
    private static readonly string[] Percentiles = ["p50", "p90", "p99", "p999", "max"];

    /// <summary>Parses NAME=DURATION, with p99.9 as another name of p999.</summary>
    public static bool TryParse(string text, out Slo? slo)
    {
        slo = null;
        var parts = text.Split('=', 2);
        var name = parts[0].Replace(".", "", StringComparison.Ordinal);
        if (parts.Length != 2 || !Percentiles.Contains(name, StringComparer.Ordinal) || !Units.TryDuration(parts[1], out var bound))
        {
            return false;
        }

        slo = new Slo(name, bound.TotalMicroseconds);
        return true;
    }

    /// <summary>The latency that the promise is about, in µs.</summary>
    public double Measured(LatencyReport latency) => Percentile switch
    {
        "p50" => latency.P50,
        "p90" => latency.P90,
        "p99" => latency.P99,
        "p999" => latency.P999,
        _ => latency.Max,
    };

    /// <summary>True when the report keeps the promise. Where nothing was measured nothing was kept.</summary>
    public bool IsMet(LatencyReport latency) => latency.Max > 0 && Measured(latency) <= BoundMicroseconds;

    /// <summary>As it is written on the command line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Percentile}={Units.FormatMicroseconds(BoundMicroseconds).Replace(" ", "", StringComparison.Ordinal)}");
}
