namespace Sws.LoadGen.Reports;

/// <summary>One line of a chart.</summary>
/// <param name="Name">Shown in the legend.</param>
/// <param name="Colour">Number of the colour in the report's style sheet, from 1.</param>
/// <param name="Points">From left to right.</param>
internal sealed record ChartSeries(string Name, int Colour, IReadOnlyList<(double X, double Y)> Points);
