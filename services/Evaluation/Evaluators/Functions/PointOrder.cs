using System.Globalization;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Evaluation.Evaluators.Functions;

/// <summary>
/// Which parameters of a configuration are a point's coordinates, and in what order. Where some are named x0, x1, ...,
/// these alone, by their number, so that x10 follows x9 and a constant beside them does no harm. Otherwise all
/// numbers, constants included, in ordinal order of their names. Text, flags and lists are never coordinates.
/// </summary>
internal static class PointOrder
{
    public static double[] Coordinates(Configuration configuration)
    {
        var numbers = 0;
        var numbered = 0;
        foreach (var (name, value) in configuration.Entries)
        {
            if (value.Kind != ParameterValueKind.Number) continue;
            numbers++;
            if (Index(name) >= 0) numbered++;
        }

        return numbered == 0 ? ByName(configuration, numbers) : ByIndex(configuration, numbered);
    }

    private static double[] ByName(Configuration configuration, int count)
    {
        var point = new double[count];
        var next = 0;
        foreach (var (_, value) in configuration.Entries)
        {
            if (value.Kind == ParameterValueKind.Number) point[next++] = value.Number;
        }

        return point;
    }

    private static double[] ByIndex(Configuration configuration, int count)
    {
        var point = new double[count];
        var indices = new int[count];
        var next = 0;
        foreach (var (name, value) in configuration.Entries)
        {
            if (value.Kind != ParameterValueKind.Number || Index(name) is not (>= 0 and var index)) continue;
            indices[next] = index;
            point[next++] = value.Number;
        }

        Array.Sort(indices, point);
        return point;
    }

    private static int Index(string name) =>
        name.Length > 1 && name[0] == 'x' && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;
}
