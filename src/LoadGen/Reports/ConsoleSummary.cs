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
            yield return ("messages", Text($"{report.Messages.Sent} sent, {report.Messages.Received} received, {report.Messages.Rate:0.#}/s"));
            yield return ("delivery", Text($"{report.Messages.Lost} lost, {report.Messages.Duplicated} duplicated, {report.Messages.Reordered} reordered, {report.Messages.Late} late"));
        }

        if (report.Latency.Max > 0)
        {
            yield return ("latency", $"p50 {Time(report.Latency.P50)}, p90 {Time(report.Latency.P90)}, p99 {Time(report.Latency.P99)}, p99.9 {Time(report.Latency.P999)}, max {Time(report.Latency.Max)}");
        }

        yield return ("generator", Generator(report.Client));
        if (report.Server.RssBytes is { } rss)
        {
            yield return ("server", Server(report.Server, rss));
        }
    }

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
            server.CpuPerHandshake is { } handshake ? Text($"{handshake:0} µs CPU per handshake") : null,
            server.Utilisation is { } cores ? Text($"{cores:0.000} cores") : null,
            $"{Units.FormatBytes(rss)} resident",
            server.BytesPerSession is { } bytes ? $"{Units.FormatBytes(bytes)} per session" : null,
        }.OfType<string>());

    private static string Time(double microseconds) => Units.FormatMicroseconds(microseconds);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
