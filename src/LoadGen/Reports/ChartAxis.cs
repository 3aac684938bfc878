namespace Sws.LoadGen.Reports;

/// <summary>Scale and labels of one axis.</summary>
/// <param name="Min">Value at the low end.</param>
/// <param name="Max">Value at the high end; greater than <paramref name="Min"/>.</param>
/// <param name="Logarithmic">True for a logarithmic scale; then <paramref name="Min"/> is above 0.</param>
/// <param name="Ticks">Values that get a line and a label.</param>
internal sealed record ChartAxis(double Min, double Max, bool Logarithmic, IReadOnlyList<(double Value, string Label)> Ticks)
{
    private const int WantedTicks = 5;

    /// <summary>Position of a value, 0 at the low end and 1 at the high end.</summary>
    public double Place(double value) => Logarithmic
        ? Math.Clamp(Math.Log(Math.Max(value, Min) / Min) / Math.Log(Max / Min), 0, 1)
        : Math.Clamp((value - Min) / (Max - Min), 0, 1);

    /// <summary>A linear axis from 0 that holds the largest value, with round ticks.</summary>
    public static ChartAxis Linear(double largest, Func<double, string> label)
    {
        var step = RoundStep(Math.Max(largest, 1e-9) / WantedTicks);
        var max = Math.Max(step, Math.Ceiling(largest / step) * step);
        return new ChartAxis(0, max, false, [.. Enumerable.Range(0, (int)Math.Round(max / step) + 1).Select(i => (i * step, label(i * step)))]);
    }

    /// <summary>A logarithmic axis over whole decades.</summary>
    public static ChartAxis Decades(double smallest, double largest, Func<double, string> label)
    {
        var from = Math.Floor(Math.Log10(Math.Max(smallest, 1e-9)));
        var to = Math.Max(from + 1, Math.Ceiling(Math.Log10(Math.Max(largest, 1e-9))));
        var ticks = Enumerable.Range(0, (int)(to - from) + 1).Select(i => Math.Pow(10, from + i)).Select(v => (v, label(v)));
        return new ChartAxis(Math.Pow(10, from), Math.Pow(10, to), true, [.. ticks]);
    }

    private static double RoundStep(double step)
    {
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(step)));
        var lead = step / magnitude;
        return magnitude * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }
}
