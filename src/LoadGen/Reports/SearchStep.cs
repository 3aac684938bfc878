namespace Sws.LoadGen.Reports;

/// <summary>One rate tried.</summary>
/// <param name="Rate">Asked for, per second.</param>
/// <param name="Achieved">Received, per second.</param>
/// <param name="Latency">The latency that the promise is about, µs.</param>
/// <param name="Met">True when the promise was kept and nothing failed.</param>
/// <param name="GeneratorLimited">True when the generator was at its own limit, so that the verdict is about it.</param>
internal sealed record SearchStep(double Rate, double Achieved, double Latency, bool Met, bool GeneratorLimited);
