using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace ArchOpt.Analysis.Charts;

/// <summary>How a kind of bar looks: kinds differ in height and dash as well as in colour.</summary>
/// <param name="Height">As a fraction of the lane.</param>
internal sealed record LaneKind(string Name, string Colour, double Height, string Dash);

/// <param name="Kind">Its place among the kinds.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LaneBar(double From, double To, int Kind);

/// <param name="Rows">Bars that do not overlap, row by row.</param>
internal sealed record Lane(string Name, ImmutableArray<ImmutableArray<LaneBar>> Rows);

/// <summary>Bars over a common horizontal axis, a lane for each name.</summary>
internal sealed record LaneChart(string Name, string Title, ImmutableArray<string> Notes, string XTitle, Axis X, ImmutableArray<LaneKind> Kinds, ImmutableArray<Lane> Lanes)
{
    private const double TallRow = 16, LowRow = 9, Between = 8, LongestName = 200, FewRows = 24, Slit = 0.8;

    /// <summary>Bars that begin in the same stretch of so many pixels are drawn as one.</summary>
    private const double Cell = 2;

    public string Draw()
    {
        var page = new ChartPage(Name, Title, Notes);
        var present = Lanes.SelectMany(lane => lane.Rows).SelectMany(row => row).Select(bar => bar.Kind).ToHashSet();
        var legend = Legend.Of(
            [.. Kinds.Where((_, i) => present.Contains(i)).Select(kind => LegendEntry.Of(kind.Name, (x, y) => Svg.Line(x - 14, y, x + 14, y, kind.Colour, 12 * kind.Height, kind.Dash)))],
            ChartPage.Edge, ChartPage.Width - ChartPage.Edge, page.Top);
        var row = Lanes.Sum(lane => lane.Rows.Length) <= FewRows ? TallRow : LowRow;
        var left = ChartPage.Edge + 8 + Lanes.Max(lane => Letters.Width(Letters.Fit(lane.Name, LongestName, Svg.Font), Svg.Font));
        var tops = new List<double>();
        var y = page.Top + legend.Height + 4;
        foreach (var lane in Lanes)
        {
            tops.Add(y);
            y += Math.Max(lane.Rows.Length * row, Svg.Font + 2) + Between;
        }

        var frame = new ChartFrame(new(left, page.Top + legend.Height, ChartPage.Width - ChartPage.Edge - 10 - left, y - page.Top - legend.Height), X, Axis.Count(0, 1));
        return page.Draw(
            frame.Area.Bottom + ChartFrame.RoomBelow,
            legend.Elements,
            Grid(frame),
            Lanes.Select((lane, i) => Draw(lane, frame, tops[i], row)),
            Svg.Outline(frame.Area),
            Svg.Fitted(frame.Area.CentreX, frame.Area.Bottom + 40, XTitle, frame.Area.Width, 13, "middle"));
    }

    private static IEnumerable<XElement> Grid(ChartFrame frame)
    {
        foreach (var (value, text) in frame.X.Ticks(8))
        {
            var at = frame.AtX(value);
            yield return Svg.Line(at, frame.Area.Top, at, frame.Area.Bottom, Palette.Faint);
            if (at + (Letters.Width(text, Svg.Font) / 2) < ChartPage.Width) yield return Svg.Text(at, frame.Area.Bottom + 18, text, anchor: "middle");
        }
    }

    private IEnumerable<XElement> Draw(Lane lane, ChartFrame frame, double top, double row)
    {
        var height = Math.Max(lane.Rows.Length * row, Svg.Font + 2);
        yield return Svg.Fitted(frame.Area.Left - 8, top + (height / 2) + 4, lane.Name, LongestName, anchor: "end");
        yield return Svg.Line(frame.Area.Left, top + height + (Between / 2), frame.Area.Right, top + height + (Between / 2), Palette.Faint);
        for (var kind = 0; kind < Kinds.Length; kind++)
        {
            var path = string.Concat(lane.Rows.Select((bars, i) => Path(bars, kind, frame, top + ((height - (lane.Rows.Length * row)) / 2) + (row * (i + 0.5)))));
            if (path.Length > 0) yield return Svg.Stroked(path, Kinds[kind].Colour, (row - 2) * Kinds[kind].Height, Kinds[kind].Dash);
        }
    }

    private static string Path(ImmutableArray<LaneBar> bars, int kind, ChartFrame frame, double y)
    {
        var path = new System.Text.StringBuilder();
        foreach (var group in bars.Where(bar => bar.Kind == kind).GroupBy(bar => Math.Floor(frame.AtX(bar.From) / Cell)))
        {
            var from = group.Min(bar => frame.AtX(bar.From));
            // A slit between neighbours shows where one ends; a bar is never too short to be seen.
            var length = Math.Max(Slit, group.Max(bar => frame.AtX(bar.To)) - from - Slit);
            path.Append('M').Append(Svg.Number(from)).Append(' ').Append(Svg.Number(y)).Append('h').Append(Svg.Number(length));
        }

        return path.ToString();
    }
}
