using System.Collections;
using System.Runtime.InteropServices;

namespace ArchOpt.Analysis.Charts;

[StructLayout(LayoutKind.Auto)]
internal readonly record struct Pixel(double X, double Y);

/// <summary>Keeps the size of a chart bounded, whatever it shows: what falls on the same place is drawn once.</summary>
internal static class PointCloud
{
    /// <summary>At most so many of the points: one for each cell of the finest grid that makes them few enough.</summary>
    /// <param name="points">Are gone through several times, and kept nowhere: a chart may have a hundred thousand.</param>
    /// <param name="around">All of them lie in it.</param>
    /// <param name="most">At least one.</param>
    public static IReadOnlyList<Pixel> Merged(IEnumerable<Pixel> points, Box around, int most)
    {
        var few = points.Take(most + 1).ToArray();
        if (few.Length <= most) return few;
        for (var cell = 1.0; ; cell *= 1.5)
        {
            if (FirstOfEachCell(points, around, cell, most) is { } merged) return merged;
        }
    }

    /// <summary>Null when there would be more than so many.</summary>
    private static List<Pixel>? FirstOfEachCell(IEnumerable<Pixel> points, Box around, double cell, int most)
    {
        // A cell more on each side, for points on the border. A bit for each cell of a page is quicker than a set of those that are taken.
        var (column, row) = (Math.Floor(around.Left / cell) - 1, Math.Floor(around.Top / cell) - 1);
        var columns = (int)(Math.Floor(around.Right / cell) - column) + 2;
        var taken = new BitArray(columns * ((int)(Math.Floor(around.Bottom / cell) - row) + 2));
        var first = new List<Pixel>();
        foreach (var point in points)
        {
            var place = (columns * (int)(Math.Floor(point.Y / cell) - row)) + (int)(Math.Floor(point.X / cell) - column);
            if (taken[place]) continue;
            if (first.Count == most) return null;
            taken[place] = true;
            first.Add(point);
        }

        return first;
    }

    /// <summary>A line from left to right with at most four points for each pixel of the horizontal axis: it looks the same.</summary>
    public static IEnumerable<Pixel> Thinned(IReadOnlyList<Pixel> line)
    {
        if (line.Count < 200) return line;
        return line.GroupBy(point => Math.Floor(point.X)).SelectMany(column => new[] { column.First(), column.MinBy(point => point.Y), column.MaxBy(point => point.Y), column.Last() }
            .Distinct().OrderBy(point => point.X));
    }

    public static string Straight(IEnumerable<Pixel> line) => string.Concat(line.Select((point, i) => $"{(i == 0 ? 'M' : 'L')}{Svg.Number(point.X)} {Svg.Number(point.Y)}"));

    /// <summary>Level from each point to the next, then up or down to it.</summary>
    public static string Steps(IEnumerable<Pixel> line) => string.Concat(line.Select((point, i) => i == 0 ? $"M{Svg.Number(point.X)} {Svg.Number(point.Y)}" : $"H{Svg.Number(point.X)}V{Svg.Number(point.Y)}"));
}
