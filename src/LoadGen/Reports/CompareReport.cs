namespace Sws.LoadGen.Reports;

/// <summary>Two servers measured in turn.</summary>
/// <param name="A">URL of the first.</param>
/// <param name="B">URL of the second.</param>
/// <param name="Rounds">Pairs of runs.</param>
/// <param name="Metrics">Every figure that both sides have.</param>
/// <param name="RunsA">Reports of A, in order.</param>
/// <param name="RunsB">Reports of B, in order.</param>
internal sealed record CompareReport(
    string A, string B, int Rounds, IReadOnlyList<ComparedMetric> Metrics, IReadOnlyList<LoadReport> RunsA, IReadOnlyList<LoadReport> RunsB);
