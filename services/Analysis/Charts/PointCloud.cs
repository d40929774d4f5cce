using System.Runtime.InteropServices;

namespace ArchOpt.Analysis.Charts;

[StructLayout(LayoutKind.Auto)]
internal readonly record struct Pixel(double X, double Y);

/// <summary>Keeps the size of a chart bounded, whatever it shows: what falls on the same place is drawn once.</summary>
internal static class PointCloud
{
    /// <summary>At most so many of the points: one for each cell of the finest grid that makes them few enough.</summary>
    public static IReadOnlyList<Pixel> Merged(IReadOnlyList<Pixel> points, int most)
    {
        var merged = points;
        for (var cell = 1.0; merged.Count > most; cell *= 1.5)
        {
            var size = cell;
            merged = [.. points.DistinctBy(point => (Math.Floor(point.X / size), Math.Floor(point.Y / size)))];
        }

        return merged;
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
