using System.Collections.Immutable;
using ArchOpt.Insight.Statistics;

namespace ArchOpt.Insight.Importance;

/// <summary>
/// Functional analysis of variance over a random forest (fANOVA: Hutter, Hoos and Leyton-Brown 2014): which parameters, and which pairs of them, the objective
/// depends on over the whole space.
/// </summary>
/// <remarks>
/// Every parameter is uniform on its own scale, wherever the trials happen to lie. A conditional parameter changes nothing where it is not active: its share
/// is of the variance of the whole space, so a parameter that is active in a tenth of it has at most that part, and what it does there counts as an
/// interaction with the parameter that it depends on, too. Deterministic.
/// </remarks>
public static class FunctionalAnova
{
    private const int Trees = 64;
    private const int MostInPairs = 12;
    private const long Seed = 20_140_621;

    /// <summary>Trials are never few enough to fail: with fewer than four, or all equal, every share is 0 and the evidence says why.</summary>
    public static ImportanceReport Of(InsightData data)
    {
        var columns = data.Columns;
        if (columns.IsEmpty || data.Losses.Length < 4 || data.Losses.Distinct().Count() == 1) return Nothing(data);
        var forestData = new ForestData(data);
        int[] rows = [.. Enumerable.Range(0, data.Losses.Length)];
        var forest = RandomForest.Fit(forestData, forestData.Losses, rows, Trees, SmallestLeaf(rows.Length), Seed);
        VarianceDecomposition[] parts = [.. forest.Trees.Select(tree => new VarianceDecomposition(forestData, tree))];
        var noise = NoiseCheck.Of(forestData);
        var mains = columns.Select((column, c) =>
        {
            var (share, deviation) = Spread([.. parts.Select(part => part.Total > 0 ? part.OfColumn(c) / part.Total : 0)]);
            return new ParameterImportance(column.Path, share, deviation, noise.IsAboveNoise(c));
        });
        return new(
            [.. mains.OrderByDescending(main => main.Share)],
            Pairs(forestData, forest, parts),
            noise.Evidence(forest.OutOfBagR2, rows.Length));
    }

    /// <summary>The means of the leaves are what is decomposed: large samples can afford to average noise out of them.</summary>
    internal static int SmallestLeaf(int rows) => Math.Clamp(rows / 2_000, 1, 5);

    private static ImmutableArray<InteractionImportance> Pairs(ForestData data, RandomForest forest, VarianceDecomposition[] parts)
    {
        int[] used = [.. Enumerable.Range(0, data.Columns.Length)
            .OrderByDescending(c => forest.Trees.Sum(tree => tree.Gains[c]))
            .Take(MostInPairs)
            .Order()];
        var grid = VarianceDecomposition.NewGrid();
        var pairs =
            from i in Enumerable.Range(0, used.Length)
            from j in Enumerable.Range(i + 1, used.Length - i - 1)
            let spread = Spread([.. parts.Select(part => part.Total > 0 ? part.OfPair(used[i], used[j], grid) / part.Total : 0)])
            select new InteractionImportance(data.Columns[used[i]].Path, data.Columns[used[j]].Path, spread.Mean, spread.Deviation);
        return [.. pairs.OrderByDescending(pair => pair.Share)];
    }

    private static (double Mean, double Deviation) Spread(double[] shares)
    {
        var summary = SampleSummary.Of(shares);
        return (summary.Mean, summary.StandardDeviation);
    }

    private static ImportanceReport Nothing(InsightData data)
    {
        var reason = data.Columns.IsEmpty ? "the space has no parameter to vary"
            : data.Losses.Length < 4 ? $"{data.Losses.Length} measured trials are too few"
            : "all measured trials have the same objective";
        return new(
            [.. data.Columns.Select(column => new ParameterImportance(column.Path, 0, 0, false))],
            [],
            new(0, 1, false, $"Importance cannot be ranked: {reason}."));
    }
}
