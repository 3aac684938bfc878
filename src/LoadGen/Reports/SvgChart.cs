using System.Globalization;
using System.Text;

namespace Sws.LoadGen.Reports;

/// <summary>Draws a line chart as inline SVG: no scripts, no fonts, nothing from a network.</summary>
internal static class SvgChart
{
    // Two charts side by side on a page of 1200 pixels: text keeps its size.
    private const double Width = 540;
    private const double Height = 230;
    private const double Left = 66;
    private const double Right = 24;
    private const double Top = 12;
    private const double Bottom = 30;

    // More points than pixels only make the file large.
    private const int MaxPoints = 700;

    /// <summary>The chart as a figure with its title and legend; a note instead when there is nothing to draw.</summary>
    public static string Draw(string title, ChartAxis x, ChartAxis y, Func<double, string> value, params IReadOnlyList<ChartSeries> series)
    {
        var svg = new StringBuilder();
        svg.Append(Text($"<figure><figcaption><b>{title}</b>{Legend(series)}</figcaption>"));
        if (series.All(s => s.Points.Count == 0))
        {
            return svg.Append("<p class=\"none\">Not measured in this run.</p></figure>").ToString();
        }

        svg.Append(Text($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title}\">"));
        AppendAxes(svg, x, y);
        foreach (var line in series.Where(s => s.Points.Count > 0))
        {
            AppendLine(svg, x, y, line, value);
        }

        return svg.Append("</svg></figure>").ToString();
    }

    private static string Legend(IReadOnlyList<ChartSeries> series) => string.Concat(
        series.Select(s => Text($"<span class=\"key\"><i class=\"b{s.Colour}\"></i>{s.Name}</span>")));

    private static void AppendAxes(StringBuilder svg, ChartAxis x, ChartAxis y)
    {
        foreach (var (value, label) in y.Ticks)
        {
            var at = PlaceY(y, value);
            svg.Append(Text($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{at:0.#}\" y2=\"{at:0.#}\"/>"));
            svg.Append(Text($"<text class=\"tick\" text-anchor=\"end\" x=\"{Left - 8}\" y=\"{at + 4:0.#}\">{label}</text>"));
        }

        foreach (var (value, label) in x.Ticks)
        {
            // The last label would stick out of the picture.
            var (anchor, at) = value >= x.Max ? ("end", Width - 4) : ("middle", PlaceX(x, value));
            svg.Append(Text($"<line class=\"grid\" x1=\"{PlaceX(x, value):0.#}\" x2=\"{PlaceX(x, value):0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>"));
            svg.Append(Text($"<text class=\"tick\" text-anchor=\"{anchor}\" x=\"{at:0.#}\" y=\"{Height - 8}\">{label}</text>"));
        }

        svg.Append(Text($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Height - Bottom}\" y2=\"{Height - Bottom}\"/>"));
    }

    private static void AppendLine(StringBuilder svg, ChartAxis x, ChartAxis y, ChartSeries line, Func<double, string> value)
    {
        var points = Thin(line.Points);
        svg.Append(Text($"<polyline class=\"c{line.Colour}\" points=\""));
        foreach (var (px, py) in points)
        {
            svg.Append(Text($"{PlaceX(x, px):0.#},{PlaceY(y, py):0.#} "));
        }

        svg.Append("\"/>");
        // A transparent disc per point carries the tooltip.
        foreach (var (px, py) in points.Count <= 120 ? points : [])
        {
            svg.Append(Text($"<circle class=\"p{line.Colour}\" cx=\"{PlaceX(x, px):0.#}\" cy=\"{PlaceY(y, py):0.#}\" r=\"5\"><title>{line.Name} {value(py)}</title></circle>"));
        }
    }

    /// <summary>Keeps the highest of neighbouring points: a chart must not hide a spike.</summary>
    private static IReadOnlyList<(double X, double Y)> Thin(IReadOnlyList<(double X, double Y)> points) => points.Count <= MaxPoints
        ? points
        : [.. points.Chunk((points.Count + MaxPoints - 1) / MaxPoints).Select(chunk => chunk.MaxBy(p => p.Y))];

    private static double PlaceX(ChartAxis axis, double value) => Left + (axis.Place(value) * (Width - Left - Right));

    private static double PlaceY(ChartAxis axis, double value) => Height - Bottom - (axis.Place(value) * (Height - Top - Bottom));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
