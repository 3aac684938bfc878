namespace Sws.LoadGen.Reports;

/// <summary>One figure of both sides. The ratio is the median of the ratios of each round, not the ratio of the medians.</summary>
/// <param name="Name">Name, with its unit.</param>
/// <param name="A">Median of A.</param>
/// <param name="AMin">Smallest of A.</param>
/// <param name="AMax">Largest of A.</param>
/// <param name="B">Median of B.</param>
/// <param name="BMin">Smallest of B.</param>
/// <param name="BMax">Largest of B.</param>
/// <param name="Ratio">Median of A / B.</param>
/// <param name="RatioMin">Smallest A / B of a round.</param>
/// <param name="RatioMax">Largest A / B of a round.</param>
internal sealed record ComparedMetric(
    string Name, double A, double AMin, double AMax, double B, double BMin, double BMax, double Ratio, double RatioMin, double RatioMax);
