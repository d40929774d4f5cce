using ArchOpt.Studies.Export;
using ArchOpt.Studies.Import.Files;

namespace ArchOpt.Studies.Import.Columns;

/// <summary>
/// The table of <see cref="TrialTable"/> has objectives, then other metrics by name, then parameters by path. So there is one border, and
/// both sides are sorted: the border that agrees best with the order and with what the columns look like is taken.
/// </summary>
internal static class OurTable
{
    public static void Lean(IReadOnlyList<RawColumn> columns, Leaning[] leanings)
    {
        var border = Enumerable.Range(1, columns.Count).MinBy(candidate => Disagreement(columns, leanings, candidate));
        for (var i = 0; i < leanings.Length; i++) leanings[i] = i < border ? Leaning.Metric : Leaning.Parameter;
    }

    private static int Disagreement(IReadOnlyList<RawColumn> columns, Leaning[] leanings, int border)
    {
        var cost = 0;
        for (var i = 0; i < columns.Count; i++)
        {
            var isMetric = i < border;
            var marked = columns[i].Role == ColumnRole.Metric ? Leaning.Metric : columns[i].Role == ColumnRole.Parameter ? Leaning.Parameter : Leaning.Unknown;
            if (marked != Leaning.Unknown && isMetric != (marked == Leaning.Metric)) cost += 100;
            if (marked == Leaning.Unknown && leanings[i] == (isMetric ? Leaning.Parameter : Leaning.Metric)) cost += 2;
            if (marked == Leaning.Unknown && leanings[i] == Leaning.Unknown && isMetric) cost += i == 0 ? 0 : 1;
            if (i > border && ConfigurationPath.Compare(columns[i - 1].Name, columns[i].Name) > 0) cost += 100;
            if (i > 1 && i < border && string.CompareOrdinal(columns[i - 1].Name, columns[i].Name) > 0) cost += 3;
        }

        return cost;
    }
}
