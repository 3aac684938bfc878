namespace Sws.LoadGen.Reports;

/// <summary>Latency in µs. In an open loop it counts from the intended time.</summary>
/// <param name="P50">Median.</param>
/// <param name="P90">90 % were faster.</param>
/// <param name="P99">99 % were faster.</param>
/// <param name="P999">99.9 % were faster.</param>
/// <param name="Max">The slowest.</param>
internal sealed record LatencyReport(double P50, double P90, double P99, double P999, double Max);
