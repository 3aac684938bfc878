using System.Globalization;
using Sws.LoadGen.Commands;
using Sws.LoadGen.Dialects;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Reports;

/// <summary>What makes a run fail (exit code 1).</summary>
internal static class FailureRules
{
    /// <summary>One line per reason; empty when the run passed.</summary>
    public static IReadOnlyList<string> Find(LoadReport report, RunRecord record)
    {
        var failures = new List<string>();
        if (report.Connections.Failed > 0)
        {
            failures.Add(Line($"{report.Connections.Failed} connections failed"));
        }

        if (record.Results.Any(r => r.Violated))
        {
            var messages = report.Messages;
            failures.Add(Line($"delivery: {messages.Lost} lost, {messages.Duplicated} duplicated, {messages.Reordered} reordered"));
        }

        if (Topology.IsHub(report.Scenario)
            && !record.Options.NoAcks
            && DialectCatalog.Get(report.Protocol) is IDirectDialect
            && report.Messages.Acked < report.Messages.Sent)
        {
            failures.Add(Line($"{report.Messages.Sent - report.Messages.Acked} messages were not acknowledged"));
        }

        if (report.Errors.Count > 0)
        {
            failures.Add("errors: " + string.Join(", ", report.Errors.Select(e => Line($"{e.Key} {e.Value}"))));
        }

        if (record.Options.Slo is { } text && Slo.TryParse(text, out var slo) && slo is not null && !slo.IsMet(report.Latency))
        {
            failures.Add($"SLO {slo} missed: {(report.Latency.Max > 0 ? Units.FormatMicroseconds(slo.Measured(report.Latency)) : "no latency was measured")}");
        }

        return failures;
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
