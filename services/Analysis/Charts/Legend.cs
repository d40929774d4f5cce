using System.Collections.Immutable;
using System.Xml.Linq;

namespace ArchOpt.Analysis.Charts;

/// <param name="Sample">Draws what the name stands for, about a point with 14 pixels of room to either side.</param>
internal sealed record LegendEntry(string Name, Func<double, double, IEnumerable<XElement>> Sample)
{
    public static LegendEntry Of(string name, Func<double, double, XElement> sample) => new(name, (x, y) => [sample(x, y)]);

    public static LegendEntry Mark(string name, MarkShape shape, string colour, bool hollow = false, double radius = 4) =>
        Of(name, (x, y) => Svg.Marks(Charts.Mark.At(shape, x, y, radius), shape, colour, hollow: hollow));

    public static LegendEntry Line(string name, string colour, double width = 2, string dash = "") => Of(name, (x, y) => Svg.Line(x - 14, y, x + 14, y, colour, width, dash));
}

/// <summary>Rows of samples and names, above a chart where they cover nothing.</summary>
internal sealed class Legend
{
    private const double Row = 20, Sample = 36, Gap = 18, LongestName = 260;
    private readonly List<XElement> elements = [];

    private Legend(double height) => Height = height;

    public double Height { get; private set; }

    public IReadOnlyList<XElement> Elements => elements;

    /// <param name="left">Where rows begin and ...</param>
    /// <param name="right">... where they end.</param>
    public static Legend Of(ImmutableArray<LegendEntry> entries, double left, double right, double top)
    {
        var legend = new Legend(entries.IsEmpty ? 0 : Row + 4);
        var (x, y) = (left, top + (Row / 2));
        foreach (var entry in entries)
        {
            var name = Letters.Fit(entry.Name, LongestName, Svg.Font);
            var width = Sample + Letters.Width(name, Svg.Font);
            if (x > left && x + width > right)
            {
                (x, y) = (left, y + Row);
                legend.Height += Row;
            }

            legend.elements.AddRange(entry.Sample(x + 14, y));
            legend.elements.Add(Svg.Fitted(x + Sample, y + 4, entry.Name, LongestName));
            x += width + Gap;
        }

        return legend;
    }
}
