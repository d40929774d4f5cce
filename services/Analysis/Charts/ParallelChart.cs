using System.Collections.Immutable;
using System.Xml.Linq;

namespace ArchOpt.Analysis.Charts;

/// <param name="Ticks">Where on the axis, in [0, 1] from the foot, and the text there; in ascending order.</param>
internal sealed record ParallelAxis(string Title, ImmutableArray<(double At, string Text)> Ticks, bool IsObjective);

/// <summary>Lines of one importance.</summary>
/// <param name="Lines">A place on each axis, in [0, 1]; NaN where a line has none there.</param>
internal sealed record ParallelLines(string Name, string Colour, double Width, double Opacity, string Dash, ImmutableArray<ImmutableArray<double>> Lines);

/// <summary>Parallel coordinates: an axis for each parameter side by side, and a line for each trial from one to the next (Inselberg 1985).</summary>
/// <param name="Lines">What is drawn later lies on top.</param>
internal sealed record ParallelChart(string Name, string Title, ImmutableArray<string> Notes, string NoneName, ImmutableArray<ParallelAxis> Axes, ImmutableArray<ParallelLines> Lines)
{
    private const double Height = 340, TitleRow = 17, Left = 100, Right = ChartPage.Width - 70, NoneRoom = 26, TickRow = 14;

    public string Draw()
    {
        var page = new ChartPage(Name, Title, Notes);
        var legend = Legend.Of(
            [.. Lines.Select(lines => LegendEntry.Of(lines.Name, (x, y) => Stroked(lines, $"M{Svg.Number(x - 14)} {Svg.Number(y)}h28")))], ChartPage.Edge, ChartPage.Width - ChartPage.Edge, page.Top);
        var spacing = (Right - Left) / (Axes.Length - 1);
        var area = new Box(Left, page.Top + legend.Height + (2 * TitleRow) + 8, Right - Left, Height);
        var none = Lines.Any(lines => lines.Lines.Any(line => line.Any(double.IsNaN)));
        return page.Draw(
            area.Bottom + (none ? NoneRoom : 0) + 20,
            legend.Elements,
            Lines.Select(lines => Stroked(lines, string.Concat(lines.Lines.Select(line => Path(line, area, spacing))))),
            none ? Svg.Line(area.Left, area.Bottom + NoneRoom, area.Right, area.Bottom + NoneRoom, Palette.Grey, 1, "2 3") : null,
            none ? Svg.Fitted(area.Left - 8, area.Bottom + NoneRoom + 4, NoneName, Left - ChartPage.Edge, Svg.SmallFont, "end", Palette.Quiet) : null,
            Axes.Select((axis, i) => Draw(axis, i, area, spacing)));
    }

    private static XElement Stroked(ParallelLines lines, string path)
    {
        var element = Svg.Stroked(path, lines.Colour, lines.Width, lines.Dash);
        element.Add(Svg.With("stroke-opacity", lines.Opacity), Svg.With("stroke-linejoin", "round"));
        return element;
    }

    private static string Path(ImmutableArray<double> line, Box area, double spacing) =>
        PointCloud.Straight(line.Select((at, i) => new Pixel(area.Left + (i * spacing), double.IsNaN(at) ? area.Bottom + NoneRoom : area.Bottom - (at * area.Height))));

    private static IEnumerable<XElement> Draw(ParallelAxis axis, int place, Box area, double spacing)
    {
        var x = area.Left + (place * spacing);
        // Titles stand in two rows by turns, so that each has the room of two.
        var room = Math.Min((2 * spacing) - 10, 2 * Math.Min(x - ChartPage.Edge, ChartPage.Width - ChartPage.Edge - x));
        yield return Svg.Fitted(x, area.Top - 10 - (place % 2 * TitleRow), axis.Title, room, Svg.Font, "middle", bold: true);
        yield return Svg.Line(x, area.Top, x, area.Bottom, Palette.Ink, axis.IsObjective ? 2 : 1.2);
        var ceiling = double.PositiveInfinity;
        foreach (var (at, text) in axis.Ticks)
        {
            var y = area.Bottom - (at * area.Height);
            if (y + TickRow > ceiling) continue;
            ceiling = y;
            var fit = Letters.Fit(text, Math.Min(spacing, Left - ChartPage.Edge) - 12, Svg.SmallFont);
            var backing = Svg.Rectangle(Box.OfText(x - 7, y + 4, fit, Svg.SmallFont, "end").Grown(1), Palette.Paper);
            backing.Add(Svg.With("fill-opacity", "0.75"));
            yield return Svg.Line(x - 4, y, x, y, Palette.Ink);
            yield return backing;
            yield return Svg.Fitted(x - 7, y + 4, text, Math.Min(spacing, Left - ChartPage.Edge) - 12, Svg.SmallFont, "end");
        }
    }
}
