using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Trends;

/// <summary>
/// Decides which trials share a row. Up to twelve different values have a row each. More numbers than that are put into at most six bins of about
/// equally many trials, at least five in each; equal values never part. More values without order keep their rows.
/// </summary>
internal static class Bins
{
    private const int MostValues = 12;
    private const int MostBins = 6;
    private const int FewestPerBin = 5;

    /// <summary>Indices of the measured trials row by row, in the rows' order; trials without the parameter are in none.</summary>
    public static List<List<int>> Of(ParameterColumn column, out bool isBinned)
    {
        var active = Enumerable.Range(0, column.Values.Length).Where(i => column.Values[i] is not null).ToList();
        var byValue = active.GroupBy(i => column.Values[i]!.Value).Select(group => group.ToList()).ToList();
        var isNumeric = column.IsNumeric && active.All(i => column.Values[i]!.Value.Kind == ParameterValueKind.Number);
        if (isNumeric) byValue.Sort((a, b) => First(column, a).Number.CompareTo(First(column, b).Number));
        else byValue = [.. byValue.OrderBy(rows => Place(column.Parameter, First(column, rows))).ThenBy(rows => First(column, rows).ToString(), StringComparer.Ordinal)];
        isBinned = isNumeric && byValue.Count > MostValues;
        return isBinned ? Merge(byValue, active.Count) : byValue;
    }

    private static List<List<int>> Merge(List<List<int>> byValue, int total)
    {
        var bins = new List<List<int>> { new() };
        var wanted = Math.Clamp(total / FewestPerBin, 2, MostBins);
        var placed = 0;
        foreach (var group in byValue)
        {
            // A bin is closed when the next value would carry its middle over the border.
            var border = (double)total * bins.Count / wanted;
            if (bins[^1].Count > 0 && bins.Count < wanted && placed + group.Count / 2.0 > border) bins.Add([]);
            bins[^1].AddRange(group);
            placed += group.Count;
        }

        foreach (var bin in bins) bin.Sort();
        return bins;
    }

    private static ParameterValue First(ParameterColumn column, List<int> rows) => column.Values[rows[0]]!.Value;

    private static long Place(Parameter parameter, ParameterValue value)
    {
        if (parameter is not (OrdinalParameter or CategoricalParameter)) return long.MaxValue;
        var level = ParameterLevels.IndexOf(parameter, value);
        return level < 0 ? long.MaxValue : level;
    }
}
