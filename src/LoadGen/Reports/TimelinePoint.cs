namespace Sws.LoadGen.Reports;

/// <summary>One second of a run.</summary>
/// <param name="Second">Seconds since the measured part began, at the end of the interval.</param>
/// <param name="Sent">Messages sent in it.</param>
/// <param name="Received">Messages (connect: connections) that completed in it.</param>
/// <param name="Errors">Errors in it.</param>
/// <param name="P50">Median latency, µs.</param>
/// <param name="P99">99th percentile, µs.</param>
/// <param name="Max">Slowest, µs.</param>
/// <param name="ServerCpu">The server's CPU, in cores; null when not sampled.</param>
/// <param name="ServerRssBytes">The server's memory; null when not sampled.</param>
internal sealed record TimelinePoint(
    int Second, long Sent, long Received, long Errors, double P50, double P99, double Max, double? ServerCpu, long? ServerRssBytes);
