using System.Collections.Immutable;
using ArchOpt.Insight.Statistics;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Insight.Trends;

/// <summary>
/// A table for each parameter: value, number of trials, mean, best, share of the top K and standard error of the mean, with what it says in one sentence.
/// </summary>
public static class TrendTables
{
    /// <param name="top">K; by default 60 or 20 % of the measured trials, whichever is less. Ties at the border go to the lower trial number.</param>
    /// <returns>In the order of the space; constants have no table. Empty when nothing was measured.</returns>
    public static ImmutableArray<Trend> Of(InsightData data, int? top = null)
    {
        var count = data.TopCount(top);
        if (data.Measured.IsEmpty) return [];
        var isTop = new bool[data.Measured.Length];
        foreach (var index in data.Ranking.Take(count)) isTop[index] = true;
        return [.. data.Columns.Where(column => column.Values.Any(value => value is not null)).Select(column => Of(data, column, isTop, count))];
    }

    private static Trend Of(InsightData data, ParameterColumn column, bool[] isTop, int top)
    {
        var rows = Bins.Of(column, out var isBinned).Select(members => Row(data, column, members, isBinned, isTop, top)).ToList();
        int[] inactive = [.. Enumerable.Range(0, column.Values.Length).Where(i => column.Values[i] is null)];
        if (inactive.Length > 0) rows.Add(Row(data, null, inactive, isBinned, isTop, top));
        var finding = Findings.Of(data, column, rows, top);
        return new(column.Path, top, isBinned, Marked(rows, finding, data.Measured.Length), finding);
    }

    private static TrendRow Row(InsightData data, ParameterColumn? column, IReadOnlyList<int> members, bool isBinned, bool[] isTop, int top)
    {
        double[] objective = [.. members.Select(i => data.Measured[i].Value!.Value)];
        var summary = SampleSummary.Of(objective);
        var best = data.Objective.Maximize ? objective.Max() : objective.Min();
        var share = (double)members.Count(i => isTop[i]) / top;
        double? error = summary.N > 1 ? summary.StandardError : null;
        if (column is null)
            return new("not active", null, null, null, summary.N, summary.Mean, best, share, error) { IsInactive = true, Members = [.. members] };
        var values = members.Select(i => column.Values[i]!.Value).ToList();
        var isNumber = values.TrueForAll(value => value.Kind == ParameterValueKind.Number);
        double? low = isNumber ? values.Min(value => value.Number) : null, high = isNumber ? values.Max(value => value.Number) : null;
        var label = isBinned ? $"{NumberText.Rounded(low!.Value)} .. {NumberText.Rounded(high!.Value)}" : NumberText.Exact(values[0]);
        return new(label, isBinned ? default(ParameterValue?) : values[0], low, high, summary.N, summary.Mean, best, share, error) { Members = [.. members] };
    }

    /// <summary>Marked are the row with the largest share of the top and those that come within a quarter of it, unless they have it by number alone.</summary>
    private static ImmutableArray<TrendRow> Marked(List<TrendRow> rows, Finding finding, int total)
    {
        if (finding.Kind is FindingKind.ConstantObjective or FindingKind.SingleValue or FindingKind.TooFewTrials or FindingKind.Tie) return [.. rows];
        var largest = rows.Where(row => !row.IsInactive).Max(row => row.ShareOfTop);
        return
        [
            .. rows.Select(row => row with
            {
                IsMarked = !row.IsInactive && largest > 0
                    && (row.ShareOfTop == largest || (row.ShareOfTop >= 0.75 * largest && row.ShareOfTop * total >= row.N)),
            }),
        ];
    }
}
