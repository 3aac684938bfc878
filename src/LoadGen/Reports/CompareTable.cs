using System.Globalization;

namespace Sws.LoadGen.Reports;

/// <summary>A comparison as a table of plain text.</summary>
internal static class CompareTable
{
    /// <summary>Writes the table: medians with their ranges, and the ratio with its range.</summary>
    public static void Write(TextWriter output, CompareReport report)
    {
        output.WriteLine($"A {report.A}");
        output.WriteLine($"B {report.B}");
        output.WriteLine(Row("", "A median [min-max]", "B median [min-max]", "A / B [min-max]"));
        foreach (var m in report.Metrics)
        {
            output.WriteLine(Row(m.Name, Range(m.A, m.AMin, m.AMax, "0.#"), Range(m.B, m.BMin, m.BMax, "0.#"), Range(m.Ratio, m.RatioMin, m.RatioMax, "0.000")));
        }

        foreach (var (name, runs) in new[] { ("A", report.RunsA), ("B", report.RunsB) })
        {
            foreach (var line in runs.SelectMany(r => r.Failures).Distinct())
            {
                output.WriteLine($"{name} FAILED: {line}");
            }

            foreach (var line in runs.SelectMany(r => r.Client.Bottleneck).Distinct().Take(1))
            {
                output.WriteLine($"{name}: load generator is the bottleneck: {line}");
            }
        }
    }

    private static string Range(double median, double min, double max, string format) => string.Create(
        CultureInfo.InvariantCulture, $"{median.ToString(format, CultureInfo.InvariantCulture)} [{min.ToString(format, CultureInfo.InvariantCulture)}-{max.ToString(format, CultureInfo.InvariantCulture)}]");

    private static string Row(string name, string a, string b, string ratio) => $"{name,-24} {a,-32} {b,-32} {ratio}";
}
