using System.Collections.Immutable;
using System.Xml.Linq;

namespace ArchOpt.Analysis.Charts;

/// <summary>Named levels: a dashed line each, and its name at the right of the chart, moved up or down where names would touch.</summary>
internal static class ReferenceLabels
{
    /// <summary>More names have no room.</summary>
    public const int Most = 12;

    private const double Row = 16;

    /// <summary>Those on the axis, as far as their names have room, the lowest first.</summary>
    public static ImmutableArray<(double Value, string Text)> Shown(ScatterChart chart) =>
        [.. chart.References.Where(line => chart.Y.Shows(line.Value)).OrderBy(line => line.Value).Take(Most).Select(line => (line.Value, ScatterDrawing.ReferenceText(line)))];

    public static IEnumerable<XElement> Draw(ImmutableArray<(double Value, string Text)> lines, ChartFrame frame, LabelPlacement placement)
    {
        var rows = Spread([.. lines.Select(line => frame.AtY(line.Value))], frame.Area.Bottom);
        for (var i = 0; i < lines.Length; i++)
        {
            var (y, right) = (frame.AtY(lines[i].Value), frame.Area.Right);
            placement.Avoid(new(frame.Area.Left, y - 1, frame.Area.Width, 2));
            yield return Svg.Line(frame.Area.Left, y, right, y, Palette.Quiet, 1.2, "5 4");
            yield return Svg.Line(right, y, right + 8, rows[i], Palette.Quiet);
            yield return Svg.Text(right + 12, rows[i] + 4, lines[i].Text);
        }
    }

    /// <summary>Positions from the bottom up, each at least a row above the one before it, moved down again where that leaves the chart.</summary>
    private static double[] Spread(double[] wanted, double bottom)
    {
        double[] rows = [.. wanted];
        for (var i = 1; i < rows.Length; i++) rows[i] = Math.Min(rows[i], rows[i - 1] - Row);
        // A pile is centred about where its members belong, as far as the bottom allows.
        for (var first = 0; first < rows.Length;)
        {
            var last = first;
            while (last + 1 < rows.Length && rows[last] - rows[last + 1] <= Row) last++;
            var shift = Math.Min(Enumerable.Range(first, last - first + 1).Average(i => wanted[i] - rows[i]), bottom - rows[first]);
            if (first > 0) shift = Math.Min(shift, rows[first - 1] - Row - rows[first]);
            for (var i = first; i <= last; i++) rows[i] += Math.Max(0, shift);
            first = last + 1;
        }

        return rows;
    }
}
