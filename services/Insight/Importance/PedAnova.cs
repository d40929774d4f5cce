using System.Collections.Immutable;
using ArchOpt.Insight.Statistics;
using ArchOpt.Search.Spaces;
using MathNet.Numerics.Distributions;

namespace ArchOpt.Insight.Importance;

/// <summary>How much a parameter decides whether a trial belongs to the best.</summary>
/// <param name="Share">Of the sum over all parameters; 0 for all when nothing tells the best apart.</param>
/// <param name="Divergence">Pearson's divergence of the best trials' distribution from all trials'.</param>
public sealed record TopImportance(string Parameter, double Share, double Divergence);

/// <summary>
/// PED-ANOVA (Watanabe, Bansal and Hutter 2023): importance for reaching the top, where fANOVA speaks of the whole space. A parameter matters as far as its
/// values in the best trials are distributed differently from those in all trials. Without a model of the objective, so it takes milliseconds.
/// </summary>
/// <remarks>
/// Densities are Parzen estimates with Scott's bandwidth on a grid, and counts with a prior for categories. A conditional parameter is looked at in the trials
/// that have it: the best of these against all of these, times their share of all trials.
/// </remarks>
public static class PedAnova
{
    private const int Grid = 50;
    private const int FewestTop = 2;

    /// <param name="quantile">Which part of the trials are the best, in (0, 1).</param>
    /// <returns>The most important first; every parameter but constants.</returns>
    public static ImmutableArray<TopImportance> Of(InsightData data, double quantile = 0.1)
    {
        if (quantile is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "A quantile must be between 0 and 1.");
        var found = data.Columns.Select(column => (column.Path, Divergence: Divergence(data, column, quantile))).ToList();
        var sum = found.Sum(pair => pair.Divergence);
        return [.. found.Select(pair => new TopImportance(pair.Path, sum > 0 ? pair.Divergence / sum : 0, pair.Divergence)).OrderByDescending(top => top.Share)];
    }

    private static double Divergence(InsightData data, ParameterColumn column, double quantile)
    {
        var ranked = data.Ranking.Where(i => column.Values[i] is { } value && column.Unit(value) is not null).ToList();
        var count = (int)Math.Ceiling(quantile * ranked.Count);
        if (count < FewestTop || count >= ranked.Count) return 0;
        // Trials that are as good as the last of the best are as much among them.
        while (count < ranked.Count && data.Losses[ranked[count]] == data.Losses[ranked[count - 1]]) count++;
        if (count == ranked.Count) return 0;
        double[] all = [.. ranked.Select(i => column.Unit(column.Values[i]!.Value)!.Value)];
        var (top, whole) = column.Kind == DimensionKind.Categorical ? Counted(all[..count], all) : Smoothed(all[..count], all, Levels(column));
        var divergence = 0.0;
        for (var i = 0; i < whole.Length; i++)
        {
            var ratio = top[i] / whole[i] - 1;
            divergence += whole[i] * ratio * ratio;
        }

        return divergence * ranked.Count / data.Measured.Length;
    }

    private static int Levels(ParameterColumn column) => column.Parameter is ListParameter list ? Math.Min(Grid, list.Max - list.Min + 1)
        : ParameterLevels.Count(column.Parameter) is { } count and < Grid ? (int)count : Grid;

    private static (double[] Top, double[] Whole) Counted(double[] top, double[] all)
    {
        double[] values = [.. all.Distinct().Order()];
        return (Shares(top), Shares(all));

        double[] Shares(double[] sample) => [.. values.Select(value => (sample.Count(unit => unit == value) + 1.0 / values.Length) / (sample.Length + 1))];
    }

    private static (double[] Top, double[] Whole) Smoothed(double[] top, double[] all, int cells) => (Density(top, cells), Density(all, cells));

    /// <summary>The probability of each cell of [0, 1] under normals around the values, cut off at the ends, with one uniform as a prior.</summary>
    private static double[] Density(double[] sample, int cells)
    {
        var deviation = SampleSummary.Of(sample).StandardDeviation;
        var bandwidth = Math.Max(deviation * 1.059 * Math.Pow(sample.Length, -0.2), 0.5 / cells);
        var density = new double[cells];
        Array.Fill(density, 1.0 / cells);
        foreach (var group in sample.GroupBy(unit => (int)Math.Min(cells - 1, unit * cells)))
        {
            var center = (group.Key + 0.5) / cells;
            var mass = Normal.CDF(center, bandwidth, 1) - Normal.CDF(center, bandwidth, 0);
            for (var cell = 0; cell < cells; cell++)
                density[cell] += group.Count() * (Normal.CDF(center, bandwidth, (cell + 1.0) / cells) - Normal.CDF(center, bandwidth, (double)cell / cells)) / mass;
        }

        for (var cell = 0; cell < cells; cell++) density[cell] /= sample.Length + 1;
        return density;
    }
}
