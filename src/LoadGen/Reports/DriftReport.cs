namespace Sws.LoadGen.Reports;

/// <summary>
/// How a long run changes: slopes of straight lines through the seconds of the run (least squares), its first tenth left out as warm-up.
/// A figure is null where nothing was sampled.
/// </summary>
/// <param name="RssBytesPerHour">Growth of the server's memory.</param>
/// <param name="CpuCoresPerHour">Growth of the server's CPU.</param>
/// <param name="CollectionsPerHour">Garbage collections, as a rate over the run (--metrics-url of a .NET server).</param>
/// <param name="P50PerHour">Growth of the median latency, µs.</param>
/// <param name="P99PerHour">Growth of the 99th percentile, µs.</param>
internal sealed record DriftReport(
    double? RssBytesPerHour, double? CpuCoresPerHour, double? CollectionsPerHour, double? P50PerHour, double? P99PerHour);
