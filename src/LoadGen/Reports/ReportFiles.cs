using System.Text.Json;
using HdrHistogram;
using Sws.LoadGen.Commands;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Reports;

/// <summary>Writes the files that a run asked for.</summary>
internal static class ReportFiles
{
    /// <summary>As a file name: the JSON goes to standard output, behind everything else.</summary>
    public const string StandardOutput = "-";

    private const int PercentileTicksPerHalfDistance = 5;

    /// <summary>JSON and .hgrm, and HTML.</summary>
    public static async Task WriteAsync(RunOptions options, RunOutcome outcome)
    {
        if (options.ReportFile is { } json and not StandardOutput)
        {
            await File.WriteAllTextAsync(json, ToJson(outcome.Report) + "\n").ConfigureAwait(false);
            await File.WriteAllTextAsync(Path.ChangeExtension(json, ".hgrm"), ToHgrm(outcome.Latency)).ConfigureAwait(false);
        }

        if (options.HtmlFile is { } html)
        {
            await File.WriteAllTextAsync(html, HtmlReport.Render(outcome.Report, outcome.Latency)).ConfigureAwait(false);
        }
    }

    /// <summary>The report as JSON.</summary>
    public static string ToJson(LoadReport report) => JsonSerializer.Serialize(report, ReportJson.Readable.LoadReport);

    /// <summary>The distribution in HdrHistogram's text form, in ms, as the plotter of hdrhistogram.org reads it.</summary>
    public static string ToHgrm(HistogramBase latency)
    {
        using var text = new StringWriter { NewLine = "\n" };
        latency.OutputPercentileDistribution(text, PercentileTicksPerHalfDistance, 1_000);
        return text.ToString();
    }
}
