using System.Collections.Immutable;
using ArchOpt.Insight.Trends;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Gaps;

/// <summary>
/// What the trials make promising and nobody tried: values between a good one and its neighbours, ranges that end at their best value, and pairs of good
/// values that never met.
/// </summary>
public static class GapSearch
{
    private const int MostValues = 3;
    private const int MostPairs = 10;

    /// <summary>What counts as wide where values are continuous: this part of the range without a trial.</summary>
    private const double Wide = 0.08;

    /// <param name="trends">Of the same data; they decide what is good.</param>
    /// <returns>Untested values and edges parameter by parameter, pairs last. Parameters of which nothing can be said have none.</returns>
    public static ImmutableArray<Gap> Of(InsightData data, ImmutableArray<Trend> trends)
    {
        var gaps = new List<Gap>();
        var everywhere = ParameterColumns.Of(data.Space, data.Trials);
        foreach (var trend in trends.Where(Speaks))
        {
            var column = data.Columns.Single(c => c.Path == trend.Parameter);
            if (!column.IsNumeric || trend.ActiveRows.Any(row => row.Low is null)) continue;
            var tried = Tried(everywhere.Single(c => c.Path == column.Path));
            gaps.AddRange(trend.IsBinned ? InBins(data, column, trend, tried) : AroundBest(column, trend, tried));
            if (Edge(column, trend, tried) is { } edge) gaps.Add(edge);
        }

        gaps.AddRange(Pairs(data, trends));
        return [.. gaps];
    }

    /// <summary>The row that a value should be near to: marked, and with the largest share of the top.</summary>
    internal static TrendRow? BestRow(Trend trend) => trend.ActiveRows.Where(row => row.IsMarked).MaxBy(row => row.ShareOfTop);

    internal static bool Speaks(Trend trend) => trend.Finding.Kind is FindingKind.DominantValue or FindingKind.Monotone or FindingKind.Bimodal or FindingKind.Mixed;

    /// <summary>Every number that any trial has tried, whatever became of it.</summary>
    private static double[] Tried(ParameterColumn column) =>
        [.. column.Values.Where(value => value is { Kind: ParameterValueKind.Number }).Select(value => value!.Value.Number).Distinct().Order()];

    private static IEnumerable<Gap> AroundBest(ParameterColumn column, Trend trend, double[] tried)
    {
        foreach (var row in trend.ActiveRows.Where(row => row.IsMarked))
        {
            var at = Array.BinarySearch(tried, row.Low!.Value);
            var most = column.Parameter switch
            {
                FloatParameter { Log: false } => 1, // a midpoint is a rounder number than two thirds
                IntParameter => MostValues,
                _ => MostValues - 1,
            };
            var below = at > 0 ? ValuesBetween.Of(column, tried[at - 1], tried[at], most, out var lowInSpace) : Nothing(out lowInSpace);
            var above = at + 1 < tried.Length ? ValuesBetween.Of(column, tried[at], tried[at + 1], most, out var highInSpace) : Nothing(out highInSpace);
            if (below.IsEmpty && above.IsEmpty) continue;
            var neighbours = (at > 0, at + 1 < tried.Length) switch
            {
                (true, true) => $"{NumberText.Exact(tried[at - 1])} or {NumberText.Exact(tried[at + 1])}",
                (true, false) => NumberText.Exact(tried[at - 1]),
                _ => NumberText.Exact(tried[at + 1]),
            };
            yield return new(
                GapKind.Untested, [column.Path], Nearest(column, row.Low.Value, below.Concat(above)), lowInSpace && highInSpace,
                $"{column.Path} = {row.Label} is good ({NumberText.Percent(row.ShareOfTop)} of the top {trend.TopK}), and nothing was tried between it and {neighbours}.");
        }
    }

    /// <summary>On the parameter's scale, between the same two rungs of a ladder by the numbers themselves; of two as near the smaller one first.</summary>
    internal static ImmutableArray<ParameterValue> Nearest(ParameterColumn column, double to, IEnumerable<ParameterValue> values)
    {
        var isGeometric = column.Parameter is OrdinalParameter ordinal && ValuesBetween.IsGeometric(ordinal) && to > 0;
        return
        [
            .. values
                .OrderBy(value => Math.Round(Math.Abs(column.Unit(value)!.Value - column.Unit(to)!.Value), 9))
                .ThenBy(value => Math.Round(isGeometric && value.Number > 0 ? Math.Abs(Math.Log(value.Number / to)) : Math.Abs(value.Number - to), 9))
                .ThenBy(value => value.Number),
        ];
    }

    private static IEnumerable<Gap> InBins(InsightData data, ParameterColumn column, Trend trend, double[] tried)
    {
        var top = data.Ranking.Take(trend.TopK).Select(i => column.Values[i]).Where(value => value is not null).Select(value => value!.Value.Number).ToHashSet();
        for (var i = 1; i < tried.Length; i++)
        {
            double low = tried[i - 1], high = tried[i];
            if (!top.Contains(low) || !top.Contains(high) || column.Unit(high) - column.Unit(low) < Wide) continue;
            var values = ValuesBetween.Of(column, low, high, MostValues, out var isInSpace);
            if (values.IsEmpty) continue;
            yield return new(
                GapKind.Untested, [column.Path], values, isInSpace,
                $"Trials at both ends of {NumberText.Rounded(low)} .. {NumberText.Rounded(high)} are in the top {trend.TopK}, and no trial has {column.Path} in between.");
        }
    }

    private static Gap? Edge(ParameterColumn column, Trend trend, double[] tried)
    {
        var rows = trend.ActiveRows.ToList();
        if (BestRow(trend) is not { } best || rows.Count < 2 || (best != rows[0] && best != rows[^1]) || column.Parameter is ListParameter) return null;
        var isHigh = best == rows[^1];
        var (end, inner) = isHigh ? (tried[^1], tried[^2]) : (tried[0], tried[1]);
        if (trend.IsBinned) inner = isHigh ? best.Low!.Value : best.High!.Value;
        var limit = Limit(column.Parameter, isHigh);
        var reason = $"The best {column.Path}, {best.Label}, is at the {(isHigh ? "upper" : "lower")} end of what was tried";
        if ((isHigh ? end < limit : end > limit) && Math.Abs(column.Unit(limit)!.Value - column.Unit(end)!.Value) >= Wide)
            return new(GapKind.Edge, [column.Path], ValuesBetween.Of(column, Math.Min(end, limit), Math.Max(end, limit), 1, out _).Add(limit), true, $"{reason}, and the space goes on to {NumberText.Exact(limit)}.");
        return ValuesBetween.Beyond(column, inner, end) is { } beyond
            ? new(GapKind.Edge, [column.Path], [beyond], false, $"{reason} and of the space: a better one may lie beyond.")
            : null;
    }

    private static double Limit(Parameter parameter, bool isHigh) => parameter switch
    {
        FloatParameter p => isHigh ? p.High : p.Low,
        IntParameter p => isHigh ? p.High : p.Low,
        OrdinalParameter p => isHigh ? p.Values.Max(value => value.Number) : p.Values.Min(value => value.Number),
        _ => throw new InvalidOperationException($"Invariant: {parameter.Name} is no number."),
    };

    private static IEnumerable<Gap> Pairs(InsightData data, ImmutableArray<Trend> trends)
    {
        if (data.Best is not { } best) return [];
        var edit = new ConfigurationEdit(data);
        var pairs =
            from a in Enumerable.Range(0, trends.Length)
            from b in Enumerable.Range(a + 1, trends.Length - a - 1)
            from x in Marked(trends[a])
            from y in Marked(trends[b])
            where !x.Members.Any(member => y.Members.BinarySearch(member) >= 0) // both ascend
            orderby x.ShareOfTop * y.ShareOfTop descending
            let values = new[] { (trends[a].Parameter, x.Value!.Value), (trends[b].Parameter, y.Value!.Value) }
            where edit.With(data.Space, best.Configuration, values) is not null // or they cannot meet: by a condition or a rule
            select new Gap(
                GapKind.Pair, [trends[a].Parameter, trends[b].Parameter], [x.Value!.Value, y.Value!.Value], true,
                $"{trends[a].Parameter} = {x.Label} and {trends[b].Parameter} = {y.Label} are good each for itself ({NumberText.Percent(x.ShareOfTop)} and {NumberText.Percent(y.ShareOfTop)} of the top {trends[a].TopK}) and were never tried together.");
        return pairs.Take(MostPairs);
    }

    private static List<TrendRow> Marked(Trend trend) => Speaks(trend) ? [.. trend.ActiveRows.Where(row => row.IsMarked && row.Value is not null)] : [];

    private static ImmutableArray<ParameterValue> Nothing(out bool isInSpace)
    {
        isInSpace = true;
        return [];
    }
}
