using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace ArchOpt.Analysis.Charts;

/// <summary>A share for every pair of names, as the lower half of a table.</summary>
/// <param name="Shares">[row, column] in [0, 1]; NaN where nothing is known. Only cells below the diagonal are looked at.</param>
internal sealed record HeatMap(string Name, string Title, ImmutableArray<string> Notes, string ScaleTitle, ImmutableArray<string> Names, Func<int, int, double> Shares)
{
    private const double LongestName = 220, CellHeight = 34, WidestCell = 72, UprightName = 130, ScaleWidth = 220, ScaleHeight = 14;
    private const int Shades = 9;

    /// <summary>From nothing to the largest share: lightness alone tells them apart, in any colour vision and in print.</summary>
    private static readonly (double At, int Red, int Green, int Blue)[] Stops = [(0, 247, 251, 255), (0.35, 158, 202, 225), (0.7, 33, 113, 181), (1, 8, 40, 92)];

    public string Draw()
    {
        var page = new ChartPage(Name, Title, Notes);
        var largest = Cells().Select(cell => cell.Share).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var left = ChartPage.Edge + 8 + Names.Skip(1).Max(name => Letters.Width(Letters.Fit(name, LongestName, Svg.Font), Svg.Font));
        var cell = Math.Min(WidestCell, (ChartPage.Width - ChartPage.Edge - left) / (Names.Length - 1));
        var isUpright = Names.SkipLast(1).Any(name => Letters.Width(Letters.Clean(name), Svg.Font) > cell - 6);
        var bottom = page.Top + (CellHeight * (Names.Length - 1));
        var foot = isUpright ? Math.Min(UprightName, Names.SkipLast(1).Max(name => Letters.Width(Letters.Clean(name), Svg.Font))) + 12 : 22;
        return page.Draw(
            bottom + foot + 60,
            Cells().Select(one => Cell(one, new(left + (cell * one.Column), page.Top + (CellHeight * (one.Row - 1)), cell, CellHeight), largest)),
            Names.Skip(1).Select((name, i) => Svg.Fitted(left - 8, page.Top + (CellHeight * (i + 0.5)) + 4, name, LongestName, anchor: "end")),
            Names.SkipLast(1).Select((name, i) => ColumnName(name, left + (cell * (i + 0.5)), bottom, cell, isUpright)),
            Scale(left, bottom + foot + 6, largest));
    }

    private static XElement ColumnName(string name, double x, double bottom, double cell, bool isUpright) => isUpright
        ? Svg.Upright(Svg.Fitted(x + 4, bottom + 6, name, UprightName, anchor: "end"))
        : Svg.Fitted(x, bottom + 17, name, cell - 4, anchor: "middle");

    private static XElement[] Cell((int Row, int Column, double Share) cell, Box box, double largest)
    {
        var part = double.IsFinite(cell.Share) && largest > 0 ? cell.Share / largest : 0;
        var body = Svg.Rectangle(box, double.IsFinite(cell.Share) ? Shade(part) : Palette.Paper);
        body.Add(Svg.With("stroke", Palette.Grey), Svg.With("stroke-width", 0.5));
        var text = double.IsFinite(cell.Share) ? Percent(cell.Share) : "–";
        return [body, Svg.Text(box.CentreX, box.CentreY + 4, text, anchor: "middle", colour: part > 0.5 ? Palette.Paper : Palette.Ink)];
    }

    private XElement[] Scale(double left, double top, double largest) =>
    [
        .. Enumerable.Range(0, Shades).Select(i => Svg.Rectangle(new(left + (ScaleWidth * i / Shades), top, ScaleWidth / Shades, ScaleHeight), Shade(i / (Shades - 1.0)))),
        Svg.Outline(new(left, top, ScaleWidth, ScaleHeight), Palette.Grey),
        Svg.Text(left, top + ScaleHeight + 15, "0", Svg.SmallFont),
        Svg.Text(left + ScaleWidth, top + ScaleHeight + 15, $"{Percent(largest)} %", Svg.SmallFont, "end"),
        Svg.Fitted(left + ScaleWidth + 12, top + 11, ScaleTitle, ChartPage.Width - ChartPage.Edge - left - ScaleWidth - 12),
    ];

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Shade(double part)
    {
        var next = Math.Max(1, Array.FindIndex(Stops, stop => stop.At >= part));
        var (from, to) = (Stops[next - 1], Stops[next]);
        var between = (part - from.At) / (to.At - from.At);
        int Mixed(int a, int b) => (int)Math.Round(a + ((b - a) * between));
        return $"#{Mixed(from.Red, to.Red):x2}{Mixed(from.Green, to.Green):x2}{Mixed(from.Blue, to.Blue):x2}";
    }

    private IEnumerable<(int Row, int Column, double Share)> Cells() =>
        from row in Enumerable.Range(1, Names.Length - 1)
        from column in Enumerable.Range(0, row)
        select (row, column, Shares(row, column));
}
