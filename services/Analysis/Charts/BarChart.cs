using System.Collections.Immutable;
using System.Xml.Linq;

namespace ArchOpt.Analysis.Charts;

/// <param name="Share">In [0, 1].</param>
/// <param name="Deviation">How far it may be off to either side.</param>
/// <param name="Mark">A second figure, as a mark on the same axis; null for none.</param>
/// <param name="IsQuiet">Hatched and grey.</param>
/// <param name="Text">The figures, after the bar.</param>
internal sealed record Bar(string Name, double Share, double Deviation, double? Mark, bool IsQuiet, string Text);

/// <summary>Named shares as horizontal bars.</summary>
/// <param name="MarkName">What <see cref="Bar.Mark"/> is; null for none.</param>
/// <param name="QuietName">What quiet bars are.</param>
internal sealed record BarChart(string Name, string Title, ImmutableArray<string> Notes, string XTitle, string BarName, string? MarkName, string QuietName, ImmutableArray<Bar> Bars)
{
    private const double Row = 26, Thickness = 14, LongestName = 240, Gap = 8;

    public string Draw()
    {
        var page = new ChartPage(Name, Title, Notes);
        var hatch = $"{Name}-hatch";
        var legend = Legend.Of(Entries(hatch), ChartPage.Edge, ChartPage.Width - ChartPage.Edge, page.Top);
        var left = ChartPage.Edge + Gap + Bars.Max(bar => Letters.Width(Letters.Fit(bar.Name, LongestName, Svg.Font), Svg.Font));
        var right = ChartPage.Width - ChartPage.Edge - Gap - Bars.Max(bar => Letters.Width(bar.Text, Svg.Font));
        var longest = Bars.Max(bar => Math.Max(bar.Share + bar.Deviation, bar.Mark ?? 0));
        var frame = new ChartFrame(
            new(left, page.Top + legend.Height + 4, right - left, Row * Bars.Length), Axis.Between(0, Math.Clamp(100 * longest, 1, 100), logarithmic: false, 0, 0.03), Axis.Count(0, 1));
        return page.Draw(
            frame.Area.Bottom + ChartFrame.RoomBelow,
            Svg.Element("defs", Hatch(hatch)),
            legend.Elements,
            Grid(frame),
            Bars.Select((bar, i) => Draw(bar, frame, frame.Area.Top + (Row * (i + 0.5)), hatch)),
            Svg.Line(left, frame.Area.Top, left, frame.Area.Bottom, Palette.Ink),
            Svg.Fitted(frame.Area.CentreX, frame.Area.Bottom + 40, XTitle, frame.Area.Width, 13, "middle"));
    }

    private static XElement Hatch(string id) => Svg.Element(
        "pattern", Svg.With("id", id), Svg.With("width", 5), Svg.With("height", 5), Svg.With("patternUnits", "userSpaceOnUse"), Svg.With("patternTransform", "rotate(45)"),
        Svg.Rectangle(new(0, 0, 5, 5), Palette.Hatch),
        Svg.Line(0, 0, 0, 5, Palette.Grey, 2.4));

    private static IEnumerable<XElement> Grid(ChartFrame frame)
    {
        foreach (var (value, text) in frame.X.Ticks())
        {
            var at = frame.AtX(value);
            yield return Svg.Line(at, frame.Area.Top, at, frame.Area.Bottom, Palette.Faint);
            yield return Svg.Text(at, frame.Area.Bottom + 18, text, anchor: "middle");
        }
    }

    private static IEnumerable<XElement> Draw(Bar bar, ChartFrame frame, double y, string hatch)
    {
        yield return Svg.Fitted(frame.Area.Left - Gap, y + 4, bar.Name, LongestName, anchor: "end", colour: bar.IsQuiet ? Palette.Quiet : Palette.Ink);
        var body = Svg.Rectangle(new(frame.Area.Left, y - (Thickness / 2), frame.AtX(100 * bar.Share) - frame.Area.Left, Thickness), bar.IsQuiet ? $"url(#{hatch})" : Palette.Sky);
        body.Add(Svg.Tip($"{bar.Name}: {bar.Text}"));
        yield return body;
        if (bar.Deviation > 0)
        {
            var (from, to) = (Svg.Number(frame.AtX(100 * Math.Max(0, bar.Share - bar.Deviation))), Svg.Number(frame.AtX(100 * (bar.Share + bar.Deviation))));
            yield return Svg.Stroked($"M{from} {Svg.Number(y - 4)}v8M{from} {Svg.Number(y)}H{to}M{to} {Svg.Number(y - 4)}v8", bar.IsQuiet ? Palette.Quiet : Palette.Ink, 1.3);
        }

        if (bar.Mark is { } mark) yield return Svg.Marks(Mark.At(MarkShape.Diamond, frame.AtX(100 * mark), y, 4.5), MarkShape.Diamond, Palette.Vermillion, hollow: true);
        yield return Svg.Text(frame.Area.Right + Gap, y + 4, bar.Text, colour: bar.IsQuiet ? Palette.Quiet : Palette.Ink);
    }

    private ImmutableArray<LegendEntry> Entries(string hatch)
    {
        LegendEntry?[] entries =
        [
            Bars.All(bar => bar.IsQuiet) ? null : LegendEntry.Of(BarName, (x, y) => Svg.Rectangle(new(x - 14, y - 6, 28, 12), Palette.Sky)),
            Bars.Any(bar => bar.IsQuiet) ? LegendEntry.Of(QuietName, (x, y) => Svg.Rectangle(new(x - 14, y - 6, 28, 12), $"url(#{hatch})")) : null,
            Bars.Any(bar => bar.Deviation > 0) ? new("spread over the trees", (x, y) => [Svg.Stroked($"M{Svg.Number(x - 12)} {Svg.Number(y - 4)}v8m0-4h24m0-4v8", Palette.Ink, 1.3)]) : null,
            MarkName is null ? null : LegendEntry.Mark(MarkName, MarkShape.Diamond, Palette.Vermillion, hollow: true),
        ];
        return [.. entries.OfType<LegendEntry>()];
    }
}
