using System.Xml.Linq;

namespace ArchOpt.Analysis.Charts;

/// <summary>Draws a <see cref="LineChart"/>.</summary>
public static class SvgChart
{
    private const double Left = 78, Width = 620, Height = 360, LegendRow = 21, LegendSample = 60;

    /// <summary>More bands than this hide each other, and the lines.</summary>
    private const int MostBands = 6;

    /// <returns>A self-contained SVG document.</returns>
    public static string Draw(LineChart chart)
    {
        var x = Axis.Count(1, chart.Lines.SelectMany(line => line.Points).Select(point => point.X).DefaultIfEmpty(1).Max());
        var y = Axis.Over(chart.Lines.SelectMany(line => line.Points).SelectMany(point => new[] { point.Y, point.Low, point.High }), chart.IsLogarithmic);
        var page = new ChartPage("lines", chart.Title, [chart.Note]);
        var frame = new ChartFrame(new(Left, page.Top, Width, Height), x, y);
        var legend = LegendSample + chart.Lines.Select(line => Letters.Width(line.Name, Svg.Font)).DefaultIfEmpty(0).Max();
        return page.Draw(
            Math.Max(ChartPage.Width, Left + Width + legend + ChartPage.Edge),
            Math.Max(frame.Area.Bottom + ChartFrame.RoomBelow, page.Top + (LegendRow * (chart.Lines.Length + 1))),
            frame.Grid(),
            chart.Lines.Length > MostBands ? null : chart.Lines.Select((line, i) => Band(line, frame, Palette.Colour(i))),
            chart.Lines.Select((line, i) => Line(line, frame, i)),
            frame.Titles(chart.XTitle, chart.YTitle),
            chart.Lines.Select((line, i) => LegendEntry(line, i, page.Top)));
    }

    private static XElement? Band(ChartLine line, ChartFrame frame, string colour)
    {
        var points = line.Points.Where(point => double.IsFinite(point.Low) && double.IsFinite(point.High)).ToArray();
        if (points.Length < 2) return null;
        var outline = points.Select(point => frame.At(point.X, point.High)).Concat(points.Reverse().Select(point => frame.At(point.X, point.Low)));
        return Svg.Element("path", Svg.With("d", PointCloud.Straight(outline) + "z"), Svg.With("fill", colour), Svg.With("fill-opacity", "0.12"));
    }

    private static XElement Line(ChartLine line, ChartFrame frame, int number)
    {
        var points = line.Points.Where(point => double.IsFinite(point.Y)).Select(point => frame.At(point.X, point.Y));
        var element = Svg.Stroked(PointCloud.Straight(points), Palette.Colour(number), 2, Palette.Dash(number));
        element.Add(Svg.Tip(line.Name));
        return element;
    }

    private static XElement[] LegendEntry(ChartLine line, int number, double top)
    {
        var at = top + 10 + (number * LegendRow);
        return [Svg.Line(Left + Width + 14, at, Left + Width + 44, at, Palette.Colour(number), 2, Palette.Dash(number)), Svg.Text(Left + Width + 52, at + 4, line.Name)];
    }
}
