using System.Xml.Linq;

namespace ArchOpt.Analysis.Charts;

/// <summary>Draws a <see cref="ScatterChart"/>.</summary>
internal static class ScatterDrawing
{
    private const double Height = 380, LaneHeight = 18, RoomAboveLanes = 5, RingRadius = 7, LongestReference = 150, CostOfPoint = 20, CostOfLine = 35;

    /// <summary>A chart with more points shows them without tips, and those that fall together once.</summary>
    private const int FewPoints = 400, MostPoints = 3_000;

    public static string Draw(ScatterChart chart)
    {
        var page = new ChartPage(chart.Name, chart.Title, chart.Notes);
        var legend = Legend.Of([.. chart.Series.Where(_ => chart.Series.Length > 1 || !chart.Series[0].Line.IsEmpty).Select(Entry)], ChartPage.Edge, ChartPage.Width - ChartPage.Edge, page.Top);
        var left = ChartPage.Edge + Math.Max(ChartFrame.RoomOnLeft(chart.Y), chart.Rug.Select(lane => 26 + Letters.Width(LaneName(lane), Svg.SmallFont)).DefaultIfEmpty(0).Max());
        var references = ReferenceLabels.Shown(chart);
        var right = references.IsEmpty ? 24 : 34 + references.Max(line => Letters.Width(line.Text, Svg.Font));
        var frame = new ChartFrame(new(left, page.Top + Math.Max(legend.Height, Svg.Font / 2), ChartPage.Width - left - right, Height), chart.X, chart.Y, chart.Rug.IsEmpty ? 0 : RoomAboveLanes + (LaneHeight * chart.Rug.Length));
        var placement = new LabelPlacement(frame.Area.Grown(-2));
        return page.Draw(
            frame.Area.Bottom + frame.Foot + ChartFrame.RoomBelow,
            legend.Elements,
            frame.Grid(),
            ReferenceLabels.Draw(references, frame, placement),
            Clouds(chart, frame),
            chart.Series.Select(series => Line(series, frame, placement)),
            frame.Titles(chart.XTitle, chart.YTitle),
            chart.Rug.Select((lane, i) => Lane(lane, frame, frame.Area.Bottom + RoomAboveLanes + (LaneHeight * (i + 0.5)))),
            Rings(chart, frame, placement));
    }

    /// <summary>Whether a chart with so many points has tips: whoever makes points for others can leave them out.</summary>
    public static bool HasTips(int points) => points <= FewPoints;

    public static string ReferenceText(ReferenceLine line) => Letters.Fit(line.Name, LongestReference, Svg.Font);

    private static LegendEntry Entry(ScatterSeries series) => new(series.Name, (x, y) => Sample(series, x, y));

    private static IEnumerable<XElement> Sample(ScatterSeries series, double x, double y)
    {
        if (!series.Line.IsEmpty) yield return Svg.Line(x - 14, y, x + 14, y, Colour(series), 2, Dash(series));
        if (!series.Points.IsEmpty || series.Line.IsEmpty) yield return Svg.Marks(Mark.At(Shape(series), x, y, 4), Shape(series), Colour(series), hollow: series.IsHollow);
    }

    private static IEnumerable<XElement> Clouds(ScatterChart chart, ChartFrame frame)
    {
        var total = chart.Series.Sum(series => series.Points.Length);
        foreach (var series in chart.Series)
        {
            var shown = series.Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y));
            var inside = shown.Where(IsInside);
            var count = inside.Count();
            var (shape, colour) = (Shape(series), Colour(series));
            if (HasTips(total))
            {
                foreach (var point in inside)
                {
                    var at = frame.At(point.X, point.Y);
                    var mark = Svg.Marks(Mark.At(shape, at.X, at.Y, 3.2), shape, colour, 0.6, series.IsHollow);
                    mark.Add(Svg.Tip(point.Tip));
                    yield return mark;
                }
            }
            else if (count > 0)
            {
                var dense = Mark.IsOpen(shape) || series.IsHollow ? shape : MarkShape.Square; // the shortest outline: at this size shapes look alike
                var points = PointCloud.Merged(inside.Select(point => frame.At(point.X, point.Y)), frame.Area, Math.Max(50, (int)((long)MostPoints * count / total)));
                yield return Svg.Marks(string.Concat(points.Select(at => Mark.At(dense, at.X, at.Y, 1.8))), dense, colour, 0.5, series.IsHollow);
            }

            var beyond = shown.Where(point => !IsInside(point)).Distinct().ToArray();
            if (beyond.Length > 0) yield return Arrows(beyond, frame, colour);
        }

        bool IsInside(ScatterPoint point) => chart.X.Shows(point.X) && chart.Y.Shows(point.Y);
    }

    /// <summary>Small arrows at the border, which point to where values lie.</summary>
    private static XElement Arrows(ScatterPoint[] points, ChartFrame frame, string colour)
    {
        var at = PointCloud.Merged(points.Select(point => frame.At(point.X, point.Y)), frame.Area, 300);
        return Svg.Marks(string.Concat(at.Select(point => Arrow(point, frame.Area))), MarkShape.Wedge, colour);
    }

    private static string Arrow(Pixel at, Box area) =>
        at.Y <= area.Top ? $"M{Svg.Number(at.X)} {Svg.Number(area.Top + 1)}l4 8h-8z"
        : at.Y >= area.Bottom ? $"M{Svg.Number(at.X)} {Svg.Number(area.Bottom - 1)}l4-8h-8z"
        : at.X >= area.Right ? $"M{Svg.Number(area.Right - 1)} {Svg.Number(at.Y)}l-8 4v-8z"
        : $"M{Svg.Number(area.Left + 1)} {Svg.Number(at.Y)}l8 4v-8z";

    private static XElement? Line(ScatterSeries series, ChartFrame frame, LabelPlacement placement)
    {
        // What is off the scale has no place: the line has a gap there.
        var pieces = new List<List<Pixel>> { new() };
        foreach (var point in series.Line)
        {
            if (frame.X.Shows(point.X) && frame.Y.Shows(point.Y)) pieces[^1].Add(frame.At(point.X, point.Y));
            else if (pieces[^1].Count > 0) pieces.Add([]);
        }

        var path = string.Concat(pieces.Select(piece => Piece([.. PointCloud.Thinned(piece)], series.LineKind, placement)));
        return path.Length == 0 ? null : Svg.Stroked(path, Colour(series), 2, Dash(series));
    }

    private static string Piece(Pixel[] line, LineKind kind, LabelPlacement placement)
    {
        foreach (var (from, to) in line.Zip(line.Skip(1)))
        {
            var corner = kind == LineKind.Steps ? new Pixel(to.X, from.Y) : to;
            Avoid(placement, from, corner);
            Avoid(placement, corner, to);
        }

        return kind == LineKind.Steps ? PointCloud.Steps(line) : PointCloud.Straight(line);
    }

    private static void Avoid(LabelPlacement placement, Pixel from, Pixel to)
    {
        var pieces = (int)Math.Min(100, Math.Ceiling(Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)) / 8));
        for (var i = 0; i < pieces; i++) placement.Avoid(from.X + ((to.X - from.X) * i / pieces), from.Y + ((to.Y - from.Y) * i / pieces), CostOfLine);
    }

    private static IEnumerable<XElement> Rings(ScatterChart chart, ChartFrame frame, LabelPlacement placement)
    {
        var rings = chart.Series.SelectMany(series => series.Marks, (series, mark) => (Series: series, Mark: mark, At: frame.At(mark.X, mark.Y))).ToArray();
        foreach (var (_, _, at) in rings) placement.Take(new Box(at.X, at.Y, 0, 0).Grown(RingRadius));
        var points = chart.Series.SelectMany(series => series.Points).Where(point => double.IsFinite(point.Y)).Select(point => frame.At(point.X, point.Y));
        foreach (var point in PointCloud.Merged(points, frame.Area, 1_000)) placement.Avoid(point.X, point.Y, CostOfPoint);
        foreach (var (series, mark, at) in rings)
        {
            var ring = Svg.Ring(at.X, at.Y, RingRadius, Colour(series));
            ring.Add(Svg.Tip(mark.Label));
            yield return ring;
            foreach (var element in placement.Place(at.X, at.Y, RingRadius, Letters.Fit(mark.Label, 300, Svg.Font))) yield return element;
        }
    }

    private static IEnumerable<XElement> Lane(RugLane lane, ChartFrame frame, double y)
    {
        var marks = PointCloud.Merged(lane.At.Select(x => new Pixel(frame.AtX(x), y)), frame.Area with { Top = y, Height = 0 }, 400);
        yield return Svg.Line(frame.Area.Left, y, frame.Area.Right, y, Palette.Faint);
        yield return Svg.Text(frame.Area.Left - 8, y + 4, LaneName(lane), Svg.SmallFont, "end", Palette.Quiet);
        yield return Svg.Marks(string.Concat(marks.Select(at => Mark.At(lane.Shape, at.X, at.Y, 3.2))), lane.Shape, Palette.Ink);
    }

    private static string LaneName(RugLane lane) => $"{lane.Name} {lane.At.Length}";

    private static string Colour(ScatterSeries series) => series.Style is { } style ? Palette.Colour(style) : Palette.Grey;

    private static string Dash(ScatterSeries series) => (series.Dash ?? series.Style) is { } dash ? Palette.Dash(dash) : "";

    private static MarkShape Shape(ScatterSeries series) => series.Shape ?? (series.Style is { } style ? Palette.Shape(style) : MarkShape.Circle);
}
