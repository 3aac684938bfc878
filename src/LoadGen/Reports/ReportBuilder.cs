using HdrHistogram;
using Sws.LoadGen.Commands;
using Sws.LoadGen.Measuring;
using Sws.LoadGen.Workers;

namespace Sws.LoadGen.Reports;

/// <summary>Makes the report of a run from its record.</summary>
internal static class ReportBuilder
{
    /// <summary>Makes the report.</summary>
    public static LoadReport Build(RunRecord record, ServerWatch watch, TimeProvider clock)
    {
        var options = record.Options;
        var seconds = record.Results.Max(r => r.Seconds);
        var errors = new ErrorCounts();
        record.Results.ForEach(r => errors.Add(r.Errors));
        var latency = Latency(record.Latency);
        var messages = Messages(record, seconds);
        var server = ServerFigures.Build(record, watch, clock);
        var timeline = TimelineWithServer(record, watch, clock);
        var report = new LoadReport
        {
            Scenario = options.Scenario,
            Transport = options.Transport,
            Urls = options.Urls,
            StartedAt = record.StartedAt,
            RequestedRate = options.Rate,
            Protocol = options.Protocol,
            Size = options.Size,
            Connections = new ConnectionsReport(options.Connections, record.Results.Sum(r => r.Opened), record.Results.Sum(r => r.Failed)),
            Handshake = Handshake(record, seconds),
            Messages = messages,
            Deliveries = Deliveries(record),
            Recovery = Topology.HasChurn(options.Scenario) ? Recovery(record) : null,
            Drift = options.Scenario == "soak" ? Drift.Of(timeline, server.Collections) : null,
            Latency = latency,
            Errors = errors.ToSorted(),
            Client = Client(record, server),
            Server = server,
            DurationSeconds = Math.Round(seconds, 3),
            Seed = options.Seed,
            Failures = [],
            Timeline = timeline,
        };
        return report with { Failures = FailureRules.Find(report, record) };
    }

    private static LatencyReport Latency(HistogramBase histogram) => new(
        Histograms.At(histogram, 50), Histograms.At(histogram, 90), Histograms.At(histogram, 99), Histograms.At(histogram, 99.9), Histograms.Max(histogram));

    private static MessagesReport Messages(RunRecord record, double seconds)
    {
        return new MessagesReport(
            record.Results.Sum(r => r.Sent),
            record.Results.Sum(r => r.Received),
            record.Results.Sum(r => r.Acked),
            record.Results.Sum(r => r.Lost),
            record.Results.Sum(r => r.Duplicated),
            record.Results.Sum(r => r.Reordered),
            record.Results.Sum(r => r.Late),
            Math.Round(record.Results.Sum(r => r.ReceivedInWindow) / seconds, 1));
    }

    private static SortedDictionary<string, DeliveryReport> Deliveries(RunRecord record) => new(
        record.Results.SelectMany(r => r.Classes).GroupBy(c => c.Key).ToDictionary(
            g => g.Key,
            g => new DeliveryReport(g.Sum(c => c.Value.Lost), g.Sum(c => c.Value.Duplicated), g.Sum(c => c.Value.Reordered))),
        StringComparer.Ordinal);

    private static RecoveryReport Recovery(RunRecord record)
    {
        var latency = Histograms.Create();
        record.Results.ForEach(r => Histograms.AddEncoded(latency, r.Recovery.Latency));
        return new RecoveryReport(
            record.Results.Sum(r => r.Recovery.Cut),
            record.Results.Sum(r => r.Recovery.Dropped),
            record.Results.Sum(r => r.Recovery.Renewed),
            record.Results.Sum(r => r.Recovery.Recovered),
            record.Results.Sum(r => r.Recovery.Restarted),
            Histograms.At(latency, 50),
            Histograms.At(latency, 99),
            Histograms.Max(latency));
    }

    private static HandshakeReport Handshake(RunRecord record, double seconds)
    {
        // connect opens connections in the measured part; all others before it.
        var connecting = record.Ready.Max(r => r.ConnectSeconds);
        var duringRun = record.Ready.Sum(r => r.Opened) == 0;
        var count = duringRun ? record.Results.Sum(r => r.HandshakesInWindow) : record.Ready.Sum(r => r.Opened);
        return new HandshakeReport(
            Math.Round(count / Math.Max(duringRun ? seconds : connecting, 0.001), 1),
            Histograms.At(record.Handshake, 50),
            Histograms.At(record.Handshake, 99),
            Histograms.Max(record.Handshake));
    }

    private static ClientReport Client(RunRecord record, ServerReport server)
    {
        var received = record.Results.Sum(r => r.ReceivedInWindow);
        var weighed = record.Ready.Where(r => r.ManagedBytesPerConnection > 0).ToList();
        var client = new ClientReport(
            received == 0 ? null : Math.Round(record.Results.Sum(r => r.CpuSeconds) * 1e6 / received, 2),
            Math.Round(record.Results.Max(r => r.CpuSeconds / r.Seconds), 3),
            record.Results.Count,
            weighed.Count == 0 ? null : weighed.Max(r => r.ManagedBytesPerConnection),
            Histograms.At(record.Lag, 99),
            Histograms.Max(record.Lag),
            record.Results.Max(r => r.MachineUtilisation) is { } busy ? Math.Round(busy, 3) : null,
            []);
        return client with { Bottleneck = BottleneckJudge.Judge(record, client, server) };
    }

    private static List<TimelinePoint> TimelineWithServer(RunRecord record, ServerWatch watch, TimeProvider clock)
    {
        var samples = watch.Samples;
        var points = new List<TimelinePoint>();
        foreach (var point in record.Timeline.ToPoints())
        {
            var end = record.MeasureTicks + (point.Second * clock.TimestampFrequency);
            var last = samples.LastOrDefault(s => s.Ticks <= end);
            var first = samples.LastOrDefault(s => s.Ticks <= end - clock.TimestampFrequency);
            points.Add(point with { ServerCpu = ServerFigures.Utilisation(first, last, clock), ServerRssBytes = last?.RssBytes });
        }

        return points;
    }
}
