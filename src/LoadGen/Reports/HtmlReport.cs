using System.Globalization;
using System.Net;
using System.Text;
using HdrHistogram;
using Sws.LoadGen.Commands;

namespace Sws.LoadGen.Reports;

/// <summary>The report as one HTML file that needs nothing else: figures, charts, and the JSON for machines.</summary>
internal static class HtmlReport
{
    /// <summary>Renders the page.</summary>
    public static string Render(LoadReport report, HistogramBase latency)
    {
        var title = Encode($"{report.Scenario} over {report.Transport}");
        var html = new StringBuilder();
        html.Append(Text($"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Load report: {title}</title><style>{HtmlStyle.Css}</style></head><body>"));
        html.Append(Text($"<h1>Load report: {title}</h1><div class=\"sub\">{Encode(string.Join(", ", report.Urls))}<br>{report.StartedAt:yyyy-MM-dd HH:mm:ss} UTC, {report.DurationSeconds:0.#} s measured, {Loop(report)}, payload {report.Size} B, seed {report.Seed}</div>"));
        AppendVerdict(html, report);
        html.Append("<div class=\"tiles\">").Append(string.Concat(Tiles(report))).Append("</div><h2>Charts</h2><div class=\"charts\">");
        html.Append(string.Concat(HtmlCharts.Draw(report, latency))).Append("</div><h2>All figures</h2><table>");
        html.Append(string.Concat(Rows(report))).Append("</table>");
        return html.Append("</body></html>\n").ToString();
    }

    private static void AppendVerdict(StringBuilder html, LoadReport report)
    {
        html.Append("<div class=\"verdicts\">");
        html.Append(report.Passed
            ? "<div class=\"verdict good\">Passed</div>"
            : Text($"<div class=\"verdict bad\">Failed: {Encode(string.Join("; ", report.Failures))}</div>"));
        foreach (var reason in report.Client.Bottleneck)
        {
            html.Append(Text($"<div class=\"verdict warn\">Load generator is the bottleneck: {Encode(reason)}</div>"));
        }

        html.Append("</div>");
    }

    private static IEnumerable<string> Tiles(LoadReport report)
    {
        yield return Tile("messages per second", Number(report.Messages.Rate));
        yield return Tile("p50", Time(report.Latency.P50));
        yield return Tile("p99", Time(report.Latency.P99));
        yield return Tile("p99.9", Time(report.Latency.P999));
        yield return Tile("lost / duplicated / reordered", Text($"{report.Messages.Lost} / {report.Messages.Duplicated} / {report.Messages.Reordered}"));
        yield return Tile("handshakes per second", Number(report.Handshake.Rate));
        if (report.Server.CpuPerMessage is { } perMessage)
        {
            yield return Tile("server CPU per message", Text($"{perMessage:0.0} µs"));
        }

        if (report.Server.BytesPerSession is { } perSession)
        {
            yield return Tile("server memory per session", Units.FormatBytes(perSession));
        }
    }

    private static IEnumerable<string> Rows(LoadReport report)
    {
        yield return Row("Connections", Text($"{report.Connections.Requested} requested, {report.Connections.Opened} opened, {report.Connections.Failed} failed"));
        yield return Row("Handshake", Text($"{report.Handshake.Rate:0.#} per second, p50 {Time(report.Handshake.P50)}, p99 {Time(report.Handshake.P99)}, max {Time(report.Handshake.Max)}"));
        yield return Row("Messages", Text($"{report.Messages.Sent} sent, {report.Messages.Received} received,{(report.Messages.Acked > 0 ? $" {report.Messages.Acked} acknowledged," : "")} {report.Messages.Late} late"));
        yield return Row("Latency", $"p50 {Time(report.Latency.P50)}, p90 {Time(report.Latency.P90)}, p99 {Time(report.Latency.P99)}, p99.9 {Time(report.Latency.P999)}, max {Time(report.Latency.Max)}");
        if (report.Deliveries.Count > 1)
        {
            yield return Row("Deliveries", string.Join("; ", report.Deliveries.Select(d => Text($"{d.Key}: {d.Value.Lost} lost, {d.Value.Duplicated} duplicated, {d.Value.Reordered} reordered"))));
        }

        if (report.Recovery is { } back)
        {
            yield return Row("Recovery", Text($"{back.Cut} cut, {back.Dropped} dropped by the server, {back.Recovered} recovered, {back.Renewed} left, {back.Restarted} begun anew; back after p50 {Time(back.P50)}, p99 {Time(back.P99)}, max {Time(back.Max)}"));
        }

        if (report.Drift is { } drift)
        {
            yield return Row("Drift per hour", Text($"server memory {Bytes(drift.RssBytesPerHour)}, CPU {Or(drift.CpuCoresPerHour, "0.000")} cores, p50 {Micro(drift.P50PerHour)}, p99 {Micro(drift.P99PerHour)}, {Or(drift.CollectionsPerHour, "0")} garbage collections"));
        }

        yield return Row("Errors", report.Errors.Count == 0 ? "none" : string.Join(", ", report.Errors.Select(e => Text($"{e.Key} {e.Value}"))));
        yield return Row("Server", Text($"CPU per message {Micro(report.Server.CpuPerMessage)}, per publish {Micro(report.Server.CpuPerPublish)}, per handshake {Micro(report.Server.CpuPerHandshake)}, {Or(report.Server.Utilisation, "0.000")} cores, resident {Bytes(report.Server.RssBytes)}, per session {Bytes(report.Server.BytesPerSession)}, collections {Or(report.Server.Collections, "0")}"));
        yield return Row("Generator", Text($"CPU per message {Micro(report.Client.CpuPerMessage)}, busiest of {report.Client.Workers} workers {report.Client.Utilisation:0.00} cores, schedule lag p99 {Time(report.Client.ScheduleLagP99)}, managed memory per connection {Bytes(report.Client.ManagedBytesPerConnection)}, machine busy {Or(report.Client.MachineUtilisation * 100, "0")} %"));
    }

    private static string Loop(LoadReport report) =>
        report.RequestedRate is { } rate ? Text($"open loop at {rate:0.#} per second, latency from the intended time") : "closed loop";

    private static string Tile(string name, string value) => $"<div class=\"tile\"><span>{name}</span><b>{Encode(value)}</b></div>";

    private static string Row(string name, string value) => $"<tr><th>{name}</th><td>{Encode(value)}</td></tr>";

    private static string Micro(double? value) => value is { } known ? Text($"{known:0.0} µs") : "not measured";

    private static string Bytes(double? value) => value is { } known ? Units.FormatBytes(known) : "not measured";

    private static string Or(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(double microseconds) => Units.FormatMicroseconds(microseconds);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
