using System.Collections.Immutable;

namespace ArchOpt.Insight.Statistics;

/// <summary>
/// Keeps the probability of any false discovery among several tests below alpha (Holm 1979): the smallest of m p-values is
/// multiplied by m, the next by m - 1, and so on, and none becomes smaller than the one before.
/// </summary>
public static class HolmCorrection
{
    /// <summary>The adjusted p-values, in the order given; at most 1.</summary>
    public static ImmutableArray<double> Adjust(IReadOnlyList<double> pValues)
    {
        var factors = Factors(pValues);
        var adjusted = new double[pValues.Count];
        var largest = 0.0;
        foreach (var index in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]))
            adjusted[index] = largest = Math.Max(largest, Math.Min(1, pValues[index] * factors[index]));
        return [.. adjusted];
    }

    /// <summary>What each p-value is multiplied by: m for the smallest, 1 for the largest; equal ones in the order given.</summary>
    public static ImmutableArray<int> Factors(IReadOnlyList<double> pValues)
    {
        var factors = new int[pValues.Count];
        var rank = 0;
        foreach (var index in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i])) factors[index] = pValues.Count - rank++;
        return [.. factors];
    }
}
