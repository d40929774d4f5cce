using System.Globalization;
using System.Xml.Linq;
using ArchOpt.Analysis.Charts;
using ArchOpt.Analysis.Plots;

namespace ArchOpt.Analysis.Tests.Plots;

/// <summary>A plot as a reader finds it: its texts with the room that they take, its rings and its lines.</summary>
internal sealed class DrawnPlot
{
    public DrawnPlot(string svg)
    {
        Root = XDocument.Parse(svg).Root!;
        Texts = [.. Named("text").Select(element => new DrawnText(element))];
    }

    public XElement Root { get; }

    public IReadOnlyList<DrawnText> Texts { get; }

    public Box Page => new(0, 0, (double)Root.Attribute("width")!, (double)Root.Attribute("height")!);

    /// <summary>The area between the axes: the largest frame.</summary>
    public Box Area => Named("rect").Where(rect => rect.Attribute("fill")!.Value == "none")
        .Select(rect => new Box(Number(rect, "x"), Number(rect, "y"), Number(rect, "width"), Number(rect, "height"))).MaxBy(box => box.Height);

    public IEnumerable<(double X, double Y)> Rings => Named("circle").Select(ring => (Number(ring, "cx"), Number(ring, "cy")));

    public static DrawnPlot Of(ArchOpt.Analysis.Reporting.StudyAnalysis analysis, string name) => new(StudyPlots.Of(analysis).Single(plot => plot.Name == name).Svg);

    public IEnumerable<XElement> Named(string name) => Root.Descendants().Where(element => element.Name.LocalName == name);

    /// <summary>The pixel of a value on the vertical axis, by what its labels say.</summary>
    public double AtY(double value)
    {
        var ticks = Texts.Where(text => text.Anchor == "end" && Math.Abs(text.X - (Area.Left - 8)) < 0.2 && text.Y < Area.Bottom + 5)
            .Select(text => (Value: double.Parse(text.Text, CultureInfo.InvariantCulture), Y: text.Y - 4)).ToArray();
        var (a, b) = (ticks[0], ticks[^1]);
        return a.Y + ((value - a.Value) / (b.Value - a.Value) * (b.Y - a.Y));
    }

    /// <summary>The same of the horizontal axis.</summary>
    public double AtX(double value)
    {
        var foot = Texts.Where(text => text.Anchor == "middle" && text.Y > Area.Bottom && double.TryParse(text.Text, CultureInfo.InvariantCulture, out _))
            .Select(text => (Value: double.Parse(text.Text, CultureInfo.InvariantCulture), text.X)).ToArray();
        var (a, b) = (foot[0], foot[^1]);
        return a.X + ((value - a.Value) / (b.Value - a.Value) * (b.X - a.X));
    }

    public static double Number(XElement element, string attribute) => (double)element.Attribute(attribute)!;
}

/// <summary>One text of a plot.</summary>
internal sealed class DrawnText
{
    public DrawnText(XElement element)
    {
        Text = string.Concat(element.Nodes().OfType<XText>().Select(node => node.Value));
        (X, Y, Size) = (DrawnPlot.Number(element, "x"), DrawnPlot.Number(element, "y"), DrawnPlot.Number(element, "font-size"));
        Anchor = element.Attribute("text-anchor")?.Value ?? "start";
        var bold = element.Attribute("font-weight") is not null;
        Box = element.Attribute("transform") is null ? Box.OfText(X, Y, Text, Size, Anchor, bold) : Box.OfUprightText(X, Y, Text, Size, Anchor, bold);
    }

    public string Text { get; }

    public double X { get; }

    public double Y { get; }

    public double Size { get; }

    public string Anchor { get; }

    /// <summary>In the widest of the usual fonts.</summary>
    public Box Box { get; }
}
