using System.Globalization;
using Sws.LoadGen.Commands;

namespace Sws.LoadGen.Reports;

/// <summary>The report in a few lines of plain text.</summary>
internal static class ConsoleSummary
{
    /// <summary>Writes the summary.</summary>
    public static void Write(TextWriter output, LoadReport report)
    {
        foreach (var (name, value) in Lines(report))
        {
            output.WriteLine($"{name,-13} {value}");
        }

        foreach (var reason in report.Client.Bottleneck)
        {
            output.WriteLine($"load generator is the bottleneck: {reason}");
        }

        output.WriteLine(report.Passed ? "passed" : "FAILED: " + string.Join("; ", report.Failures));
    }

    private static IEnumerable<(string Name, string Value)> Lines(LoadReport report)
    {
        yield return ("connections", Text($"{report.Connections.Opened} opened, {report.Connections.Failed} failed, {report.Handshake.Rate:0.#}/s, handshake p50 {Time(report.Handshake.P50)}, p99 {Time(report.Handshake.P99)}"));
        if (report.Messages.Sent > 0)
        {
            yield return ("messages", Text($"{report.Messages.Sent} sent,{(report.Messages.Acked > 0 ? $" {report.Messages.Acked} acknowledged," : "")} {report.Messages.Received} received, {report.Messages.Rate:0.#}/s"));
            yield return ("delivery", Text($"{report.Messages.Lost} lost, {report.Messages.Duplicated} duplicated, {report.Messages.Reordered} reordered, {report.Messages.Late} late"));
        }

        if (report.Latency.Max > 0)
        {
            yield return ("latency", $"p50 {Time(report.Latency.P50)}, p90 {Time(report.Latency.P90)}, p99 {Time(report.Latency.P99)}, p99.9 {Time(report.Latency.P999)}, max {Time(report.Latency.Max)}");
        }

        if (report.Recovery is { } recovery)
        {
            yield return ("recovery", Text($"{recovery.Cut} cut, {recovery.Dropped} dropped by the server, {recovery.Recovered} recovered, {recovery.Renewed} left, {recovery.Restarted} begun anew, back after p50 {Time(recovery.P50)}, p99 {Time(recovery.P99)}, max {Time(recovery.Max)}"));
        }

        if (report.Drift is { } drift)
        {
            yield return ("drift per hour", Drifting(drift));
        }

        yield return ("generator", Generator(report.Client));
        if (report.Server.RssBytes is { } rss)
        {
            yield return ("server", Server(report.Server, rss));
        }
    }

    private static string Drifting(DriftReport drift) => string.Join(
        ", ",
        new[]
        {
            drift.RssBytesPerHour is { } bytes ? $"memory {Units.FormatBytes(bytes)}" : null,
            drift.CpuCoresPerHour is { } cores ? Text($"CPU {cores:0.000} cores") : null,
            drift.P50PerHour is { } median ? $"p50 {Time(median)}" : null,
            drift.P99PerHour is { } slow ? $"p99 {Time(slow)}" : null,
            drift.CollectionsPerHour is { } collections ? Text($"{collections:0} garbage collections") : null,
        }.OfType<string>().DefaultIfEmpty("too short a run to tell"));

    private static string Generator(ClientReport client) => string.Join(
        ", ",
        new[]
        {
            client.CpuPerMessage is { } cpu ? Text($"{cpu:0.0} µs CPU per message") : null,
            Text($"busiest of {client.Workers} workers {client.Utilisation:0.00} cores"),
            client.ScheduleLagMax > 0 ? $"schedule lag p99 {Time(client.ScheduleLagP99)}" : null,
            client.ManagedBytesPerConnection is { } bytes ? $"{Units.FormatBytes(bytes)} managed per connection" : null,
        }.OfType<string>());

    private static string Server(ServerReport server, long rss) => string.Join(
        ", ",
        new[]
        {
            server.CpuPerMessage is { } message ? Text($"{message:0.0} µs CPU per message") : null,
            server.CpuPerPublish is { } publish && publish != server.CpuPerMessage ? Text($"{publish:0.0} µs per publish") : null,
            server.CpuPerHandshake is { } handshake ? Text($"{handshake:0} µs CPU per handshake") : null,
            server.Utilisation is { } cores ? Text($"{cores:0.000} cores") : null,
            $"{Units.FormatBytes(rss)} resident",
            server.BytesPerSession is { } bytes ? $"{Units.FormatBytes(bytes)} per session" : null,
        }.OfType<string>());

    private static string Time(double microseconds) => Units.FormatMicroseconds(microseconds);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
