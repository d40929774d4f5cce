using System.Globalization;
using System.Xml.Linq;

namespace ArchOpt.Analysis.Charts;

/// <summary>Draws a <see cref="PanelChart"/>: two panels beside each other, and a small table under each column.</summary>
internal static class PanelDrawing
{
    private const int Across = 2;
    private const double Height = 150, TitleRow = 24, TextRow = 15, Between = 26, LongestUpright = 92, ShareHeight = 0.4;

    private const string CountHead = "trials";

    public static string Draw(PanelChart chart)
    {
        var page = new ChartPage(chart.Name, chart.Title, chart.Notes);
        var legend = Legend.Of(Entries(chart), ChartPage.Edge, ChartPage.Width - ChartPage.Edge, page.Top);
        var left = Math.Max(ChartFrame.RoomOnLeft(chart.Y), 26 + Letters.Width(chart.ShareHead, Svg.SmallFont));
        var width = (ChartPage.Width - (2 * ChartPage.Edge) - left - ((Across - 1) * (left - 20 + Between))) / Across;
        var (y, elements) = (page.Top + legend.Height, new List<XElement>());
        foreach (var row in chart.Panels.Chunk(Across))
        {
            var label = row.Max(panel => LabelHeight(panel, width));
            for (var i = 0; i < row.Length; i++)
            {
                var area = new Box(ChartPage.Edge + left + (i * (width + left - 20 + Between)), y + TitleRow, width, Height);
                elements.AddRange(Draw(row[i], chart, area, label));
                if (i == 0) elements.Add(Svg.Upright(Svg.Fitted(ChartPage.Edge + 10, area.CentreY, chart.YTitle, Height + TitleRow, Svg.Font, "middle")));
            }

            y += TitleRow + Height + label + (2 * TextRow) + Between;
        }

        return page.Draw(y, legend.Elements, elements);
    }

    private static System.Collections.Immutable.ImmutableArray<LegendEntry> Entries(PanelChart chart) =>
    [
        new("mean and its standard error", (x, y) => [Svg.Stroked(ErrorBar(x, y - 8, y + 8), Palette.Blue, 1.5), Svg.Marks(Mark.At(MarkShape.Circle, x, y, MarkRadius), MarkShape.Circle, Palette.Blue)]),
        LegendEntry.Mark(chart.BestName, MarkShape.Diamond, Palette.Vermillion, hollow: true),
        LegendEntry.Of(chart.ShareName, (x, y) => Svg.Rectangle(new(x - 10, y - 6, 20, 12), Palette.Shade)),
    ];

    private const double MarkRadius = 3.6;

    private static IEnumerable<XElement> Draw(Panel panel, PanelChart chart, Box area, double labelHeight)
    {
        var frame = new ChartFrame(area, Axis.Count(0, 1), chart.Y);
        yield return Svg.Fitted(area.Left, area.Top - 8, panel.Title, area.Width, 13, bold: true);
        foreach (var (value, text) in chart.Y.Ticks(4))
        {
            var at = frame.AtY(value);
            yield return Svg.Line(area.Left, at, area.Right, at, Palette.Faint);
            yield return Svg.Text(area.Left - 6, at + 4, text, Svg.SmallFont, "end");
        }

        var slot = area.Width / panel.Columns.Length;
        var rows = area.Bottom + 6 + labelHeight;
        for (var i = 0; i < panel.Columns.Length; i++)
        {
            foreach (var element in Column(panel.Columns[i], frame, area.Left + (slot * (i + 0.5)), slot, IsUpright(panel, area.Width), rows)) yield return element;
        }

        yield return Svg.Outline(area, Palette.Grey);
        yield return Svg.Text(area.Left - 6, rows + TextRow - 4, CountHead, Svg.SmallFont, "end", Palette.Quiet);
        yield return Svg.Text(area.Left - 6, rows + (2 * TextRow) - 4, chart.ShareHead, Svg.SmallFont, "end", Palette.Quiet);
    }

    private static IEnumerable<XElement> Column(PanelColumn column, ChartFrame frame, double x, double slot, bool isUpright, double rows)
    {
        var area = frame.Area;
        var colour = column.IsQuiet ? Palette.Quiet : Palette.Ink;
        if (column.Share > 0) yield return Svg.Rectangle(new(x - (0.36 * slot), area.Bottom - (ShareHeight * area.Height * column.Share), 0.72 * slot, ShareHeight * area.Height * column.Share), Palette.Shade);
        if (column.Error is { } error && frame.AtY(column.Mean - error) - frame.AtY(column.Mean + error) > 2 * MarkRadius) yield return Svg.Stroked(ErrorBar(x, frame.AtY(column.Mean + error), frame.AtY(column.Mean - error)), Palette.Blue, 1.5);
        yield return Mean(column, frame, x);
        if (frame.Y.Shows(column.Best)) yield return Svg.Marks(Mark.At(MarkShape.Diamond, x, frame.AtY(column.Best), 4), MarkShape.Diamond, Palette.Vermillion, hollow: true);
        if (isUpright)
        {
            yield return Svg.Upright(Svg.Fitted(x + 4, area.Bottom + 7, string.Join(' ', column.Lines), LongestUpright, Svg.SmallFont, "end", colour, column.IsMarked));
        }
        else
        {
            for (var line = 0; line < column.Lines.Length; line++)
                yield return Svg.Fitted(x, area.Bottom + 15 + (line * 13), column.Lines[line], slot - 4, Svg.SmallFont, "middle", colour, column.IsMarked);
        }

        yield return Svg.Fitted(x, rows + TextRow - 4, Short(column.N), slot - 2, Svg.SmallFont, "middle", colour);
        yield return Svg.Fitted(x, rows + (2 * TextRow) - 4, (100 * column.Share).ToString("0", CultureInfo.InvariantCulture), slot - 2, Svg.SmallFont, "middle", colour, column.IsMarked);
    }

    private static XElement Mean(PanelColumn column, ChartFrame frame, double x)
    {
        var y = frame.AtY(column.Mean);
        // Off the scale: an arrow at the border.
        if (!frame.Y.Shows(column.Mean)) return Svg.Marks(Mark.At(y <= frame.Area.Top ? MarkShape.Triangle : MarkShape.Wedge, x, y <= frame.Area.Top ? y + 6 : y - 6, 4), MarkShape.Triangle, Palette.Blue);
        return Svg.Marks(Mark.At(MarkShape.Circle, x, y, MarkRadius), MarkShape.Circle, Palette.Blue);
    }

    private static string ErrorBar(double x, double top, double bottom) =>
        $"M{Svg.Number(x - 4)} {Svg.Number(top)}h8M{Svg.Number(x)} {Svg.Number(top)}V{Svg.Number(bottom)}M{Svg.Number(x - 4)} {Svg.Number(bottom)}h8";

    /// <summary>Labels that are wider than their columns read upwards, all of a panel.</summary>
    private static bool IsUpright(Panel panel, double width) =>
        panel.Columns.Any(column => column.Lines.Any(line => Letters.Width(Letters.Clean(line), Svg.SmallFont, column.IsMarked) > (width / panel.Columns.Length) - 4));

    private static double LabelHeight(Panel panel, double width) => IsUpright(panel, width)
        ? 4 + Math.Min(LongestUpright, panel.Columns.Max(column => Letters.Width(Letters.Clean(string.Join(' ', column.Lines)), Svg.SmallFont, column.IsMarked)))
        : 13 * panel.Columns.Max(column => column.Lines.Length);

    private static string Short(int count) => count < 10_000
        ? count.ToString(CultureInfo.InvariantCulture)
        : (count / 1_000).ToString(CultureInfo.InvariantCulture) + "k";
}
