namespace Sws.LoadGen.Reports;

/// <summary>The highest rate that kept a promise.</summary>
/// <param name="Slo">The promise.</param>
/// <param name="BestRate">The highest rate that kept it, per second; 0 when none did.</param>
/// <param name="Steps">Every rate tried, in order.</param>
/// <param name="Best">The report of the best rate; null when none kept the promise.</param>
internal sealed record SearchReport(string Slo, double BestRate, IReadOnlyList<SearchStep> Steps, LoadReport? Best);
