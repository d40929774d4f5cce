using System.Xml.Linq;

namespace ArchOpt.Analysis.Charts;

/// <summary>Two axes around an area of a page.</summary>
/// <param name="Foot">Room between the area and the labels of the horizontal axis.</param>
internal sealed record ChartFrame(Box Area, Axis X, Axis Y, double Foot = 0)
{
    private const double GapBetweenLabels = 8;

    /// <summary>What the labels and the title of the horizontal axis need below the area.</summary>
    public const double RoomBelow = 50;

    public Pixel At(double x, double y) => new(AtX(x), AtY(y));

    public double AtX(double x) => Area.Left + (X.At(x) * Area.Width);

    public double AtY(double y) => Area.Bottom - (Y.At(y) * Area.Height);

    /// <summary>What the vertical axis needs on the left for its title and widest label.</summary>
    public static double RoomOnLeft(Axis y) => 34 + y.Ticks().Select(tick => Letters.Width(tick.Text, Svg.Font)).DefaultIfEmpty(0).Max();

    public IEnumerable<XElement> Grid()
    {
        var free = double.NegativeInfinity;
        foreach (var (value, text) in X.Ticks(8))
        {
            var at = AtX(value);
            yield return Svg.Line(at, Area.Top, at, Area.Bottom, Palette.Faint);
            var half = Letters.Width(text, Svg.Font) / 2;
            if (at - half < free || at + half > ChartPage.Width) continue;
            free = at + half + GapBetweenLabels;
            yield return Svg.Text(at, Area.Bottom + Foot + 18, text, anchor: "middle");
        }

        var ceiling = double.PositiveInfinity;
        foreach (var (value, text) in Y.Ticks())
        {
            var at = AtY(value);
            yield return Svg.Line(Area.Left, at, Area.Right, at, Palette.Faint);
            if (at + Svg.Font > ceiling) continue;
            ceiling = at;
            yield return Svg.Text(Area.Left - 8, at + 4, text, anchor: "end");
        }
    }

    public IEnumerable<XElement> Titles(string x, string y)
    {
        yield return Svg.Outline(Area);
        yield return Svg.Fitted(Area.CentreX, Area.Bottom + Foot + 40, x, Area.Width, 13, "middle");
        yield return Svg.Upright(Svg.Fitted(ChartPage.Edge + 10, Area.CentreY, y, Area.Height, 13, "middle"));
    }
}
