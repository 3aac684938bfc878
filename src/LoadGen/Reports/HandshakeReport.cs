namespace Sws.LoadGen.Reports;

/// <summary>Times in µs from TCP connect to the end of the handshake.</summary>
/// <param name="Rate">Per second, while connecting.</param>
/// <param name="P50">Median.</param>
/// <param name="P99">99 % were faster.</param>
/// <param name="Max">The slowest.</param>
internal sealed record HandshakeReport(double Rate, double P50, double P99, double Max);
