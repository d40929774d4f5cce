using System.Collections.Immutable;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>Which warps may suit some values, and which of them makes the values most likely under given correlations.</summary>
internal static class WarpChoice
{
    /// <summary>From a mild bend to four orders of magnitude, in units of the distance from the least value to the median.</summary>
    private static readonly double[] Scales = [10, 3, 1, 0.3, 0.1, 0.03, 0.01, 3e-3, 1e-3];

    /// <summary>
    /// With fewer values than this a warp is a guess, and the most likely one of many is mostly a wrong one. Measured on random modifier sets of the ads
    /// architectures (10 and 20 trials) and on the public suite of the benchmarks, which both gained at 20 to 50 trials; very short searches of
    /// Rosenbrock's kind lose.
    /// </summary>
    private const int FewestToChoose = 20;

    /// <summary>For losses: none, and logarithms of the distance above the least one.</summary>
    public static ImmutableArray<TargetWarp> ForLosses(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        var (low, range) = (sorted[0], Range(sorted));
        if (values.Count < FewestToChoose) return [new TargetWarp.Linear(low, range)];
        var middle = sorted[sorted.Length / 2] - low;
        if (!(middle > 0) || !double.IsFinite(middle)) middle = range;
        return [new TargetWarp.Linear(low, range), .. Scales.Select(scale => new TargetWarp.LogAbove(low, Math.Max(double.Epsilon * 1e10, scale * middle)))];
    }

    /// <summary>
    /// For relative distances from a bound: none, both logarithms, and powers of the ratio where it is positive; of few values, its logarithm.
    /// </summary>
    public static ImmutableArray<TargetWarp> ForDistances(IReadOnlyCollection<double> values)
    {
        var choices = ImmutableArray.CreateBuilder<TargetWarp>();
        if (values.Count < FewestToChoose)
        {
            if (values.Max() < 1) choices.Add(new TargetWarp.Ratio(0, IsLowerBound: true));
            if (values.Min() > -1) choices.Add(new TargetWarp.Ratio(0, IsLowerBound: false));
            if (choices.Count > 0) return choices.ToImmutable();
        }

        choices.Add(new TargetWarp.Linear(0, Range(values.Order().ToArray())));
        choices.Add(new TargetWarp.SignedLog());
        if (values.Max() < 1) choices.AddRange(Powers(isLowerBound: true));
        if (values.Min() > -1) choices.AddRange(Powers(isLowerBound: false));
        return choices.ToImmutable();
    }

    /// <summary>The warp of largest likelihood, the change of density by the warp included; the first of equals.</summary>
    public static TargetWarp MostLikely(ImmutableArray<TargetWarp> choices, ReadOnlySpan<double> values, ReadOnlySpan<double> inverseFactor)
    {
        var best = choices[0];
        var largest = double.NegativeInfinity;
        double[] warped = new double[values.Length], whitened = new double[values.Length], ones = new double[values.Length];
        foreach (var choice in choices)
        {
            var logSlopes = 0.0;
            for (var i = 0; i < values.Length; i++)
            {
                warped[i] = choice.Forward(values[i]);
                logSlopes += Math.Log(choice.Slope(values[i]));
            }

            var variance = TargetFit.Of(inverseFactor, warped, whitened, ones).Variance;
            var likelihood = logSlopes - 0.5 * values.Length * Math.Log(variance);
            if (!double.IsFinite(likelihood) || likelihood <= largest) continue;
            (best, largest) = (choice, likelihood);
        }

        return best;
    }

    private static TargetWarp[] Powers(bool isLowerBound) =>
        [new TargetWarp.Ratio(-1, isLowerBound), new TargetWarp.Ratio(-0.5, isLowerBound), new TargetWarp.Ratio(0, isLowerBound), new TargetWarp.Ratio(0.5, isLowerBound)];

    private static double Range(double[] sorted)
    {
        var range = sorted[^1] - sorted[0];
        return range > 0 && double.IsFinite(range) ? range : range > 0 ? double.MaxValue : 1;
    }
}
