using ArchOpt.Insight.Statistics;
using ArchOpt.Search.Spaces;
using MathNet.Numerics.Distributions;

namespace ArchOpt.Insight.Trends;

/// <summary>
/// What a trend table says in one sentence. The rules are asked in this order, the first that applies speaks: constant objective, one value, too few
/// trials, tie, dominant value, monotone, bimodal.
/// </summary>
internal static class Findings
{
    private const int FewestTrials = 8;
    private const double Alpha = 0.05;

    /// <summary>What makes a value dominant: this share of the top, and no other with more than 0.6 of it.</summary>
    private const double Half = 0.5, Rival = 0.6;

    /// <summary>What makes a relation monotone: a rank correlation at least this strong (and unlikely by chance).</summary>
    private const double Strong = 0.2;

    /// <summary>What makes two peaks: each has this share of the top, and what lies between them at most half of the smaller one's.</summary>
    private const double Peak = 0.15;

    public static Finding Of(InsightData data, ParameterColumn column, IReadOnlyList<TrendRow> all, int top)
    {
        var name = column.Path;
        var rows = all.Where(row => !row.IsInactive).ToList();
        var active = rows.Sum(row => row.N);
        if (data.Losses.Distinct().Count() == 1 && data.Losses.Length > 1)
            return new(FindingKind.ConstantObjective, $"{data.Objective.Metric} is {NumberText.Figure(data.Measured[0].Value!.Value)} in all {data.Losses.Length} trials, so nothing can be said about {name}.");
        if (rows.Count == 1) return new(FindingKind.SingleValue, $"Only {name} = {rows[0].Label} was tried.");
        if (active < FewestTrials || rows.Count(row => row.N > 1) < 2)
            return new(FindingKind.TooFewTrials, $"Too few trials to say anything about {name}: {active} over {rows.Count} values.");
        if (IsTie(data, rows, top)) return Tie(name, rows);
        var ranked = rows.OrderByDescending(row => row.ShareOfTop).ThenBy(row => data.Objective.Loss(row.Mean)).ToList();
        if (ranked[0].ShareOfTop >= Half && ranked[1].ShareOfTop <= Rival * ranked[0].ShareOfTop) return Dominant(data, name, ranked[0], rows, top);
        return Monotone(data, column, rows, ranked[0], top) ?? Bimodal(column, rows, top) ?? Mixed(data, name, ranked[0], rows, top);
    }

    /// <summary>
    /// The places in the top do not differ more between rows than chance lets them, and neither do both the ranks and the means of the
    /// objective: ranks alone may differ by the shape of a distribution, means alone by one wild run.
    /// </summary>
    private static bool IsTie(InsightData data, List<TrendRow> rows, int count)
    {
        double[][] losses = [.. rows.Select(row => row.Members.Select(i => data.Losses[i]).ToArray())];
        if (RankTests.KruskalWallis(losses).PValue <= Alpha && AnalysisOfVariance.OneWay(losses).PValue <= Alpha) return false;
        double trials = rows.Sum(row => row.N), share = rows.Sum(row => row.ShareOfTop);
        if (share == 0) return true;
        var top = share * count;
        if (trials - top < 1) return true;
        // Chi-squared of a table of two columns, in the top and not: (observed - expected)^2 / expected over both.
        var statistic = rows.Sum(row =>
        {
            var expected = top * row.N / trials;
            var difference = row.ShareOfTop / share * top - expected;
            return difference * difference / expected * (trials / (trials - top));
        });
        return 1 - ChiSquared.CDF(rows.Count - 1, statistic) > Alpha;
    }

    private static Finding Tie(string name, List<TrendRow> rows) => new(
        FindingKind.Tie,
        $"The values of {name} are tied, with means from {NumberText.Figure(rows.Min(row => row.Mean))} to {NumberText.Figure(rows.Max(row => row.Mean))}: it is no key lever.");

    private static Finding Dominant(InsightData data, string name, TrendRow winner, List<TrendRow> rows, int top)
    {
        var bestMean = rows.MinBy(row => data.Objective.Loss(row.Mean))!;
        var mean = bestMean == winner
            ? $"the best mean ({NumberText.Figure(winner.Mean)})"
            : $"mean {NumberText.Figure(winner.Mean)} ({bestMean.Label} has the best mean, {NumberText.Figure(bestMean.Mean)})";
        return new(FindingKind.DominantValue, $"{name} = {winner.Label} dominates: {NumberText.Percent(winner.ShareOfTop)} of the top {top}, {mean}.");
    }

    private static Finding? Monotone(InsightData data, ParameterColumn column, List<TrendRow> rows, TrendRow first, int top)
    {
        if (column.Kind == DimensionKind.Categorical || rows.Count < 3) return null;
        if (ParameterCorrelations.Of(data, column) is not { Spearman: { } spearman, N: var n }) return null;
        if (Math.Abs(spearman) < Strong || Correlation.PValue(spearman, n) > 0.01) return null;
        var isMoreBetter = spearman > 0 == data.Objective.Maximize;
        if (first != (isMoreBetter ? rows[^1] : rows[0])) return null;
        return new(
            FindingKind.Monotone,
            $"{(isMoreBetter ? "Higher" : "Lower")} {column.Path} is better (Spearman {spearman:0.00}): {first.Label} makes up {NumberText.Percent(first.ShareOfTop)} of the top {top}.");
    }

    private static Finding? Bimodal(ParameterColumn column, List<TrendRow> rows, int top)
    {
        if (column.Kind == DimensionKind.Categorical) return null;
        (TrendRow Low, TrendRow High, double Between)? found = null;
        for (var i = 0; i < rows.Count; i++)
        {
            for (var j = i + 2; j < rows.Count; j++)
            {
                var smaller = Math.Min(rows[i].ShareOfTop, rows[j].ShareOfTop);
                var valley = rows.Skip(i + 1).Take(j - i - 1).Max(row => row.ShareOfTop);
                if (smaller < Peak || valley > smaller / 2) continue;
                var best = found is { } pair ? Math.Min(pair.Low.ShareOfTop, pair.High.ShareOfTop) : 0;
                if (smaller > best) found = (rows[i], rows[j], rows.Skip(i + 1).Take(j - i - 1).Sum(row => row.ShareOfTop));
            }
        }

        return found is not var (low, high, between) ? null : new(
            FindingKind.Bimodal,
            $"{column.Path} has two good regions, {low.Label} ({NumberText.Percent(low.ShareOfTop)} of the top {top}) and {high.Label} ({NumberText.Percent(high.ShareOfTop)}), with {NumberText.Percent(between)} in between.");
    }

    private static Finding Mixed(InsightData data, string name, TrendRow first, List<TrendRow> rows, int top)
    {
        var bestMean = rows.MinBy(row => data.Objective.Loss(row.Mean))!;
        return bestMean == first
            ? new(FindingKind.Mixed, $"{name} = {first.Label} is best, without dominating: {NumberText.Percent(first.ShareOfTop)} of the top {top}, mean {NumberText.Figure(first.Mean)}.")
            : new(FindingKind.Mixed, $"{name} has no single best value: {first.Label} is most often in the top {top} ({NumberText.Percent(first.ShareOfTop)}), {bestMean.Label} has the best mean ({NumberText.Figure(bestMean.Mean)}).");
    }
}
