using System.Collections.Immutable;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// Several losses as one: the augmented Tchebycheff norm of losses scaled to their observed ranges (Knowles 2006, ParEGO). Weights go round
/// a fixed set by trial number, so that neighbouring trials aim at different parts of the Pareto front and a model per weight serves many trials.
/// </summary>
internal sealed class Scalarization(int objectives, long seed)
{
    /// <summary>How many weight vectors there are.</summary>
    public const int Vectors = 11;

    private const int WeightStream = -6;
    private const double Augmentation = 0.05;

    /// <summary>Which weight vector serves a trial; always 0 where there is one objective.</summary>
    public int VectorOf(long number) => objectives == 1 ? 0 : (int)(Math.Abs(number) % Vectors);

    /// <summary>The scalarised loss of each entry that has losses; NaN for the others.</summary>
    public double[] Losses(IReadOnlyList<HistoryEntry> entries, int vector)
    {
        if (objectives == 1) return [.. entries.Select(entry => entry.Losses.Length == 1 ? entry.Losses[0] : double.NaN)];
        var weights = Weights(vector);
        var known = entries.Where(IsKnown).ToArray();
        var low = new double[objectives];
        var range = new double[objectives];
        for (var k = 0; k < objectives && known.Length > 0; k++)
        {
            low[k] = known.Min(entry => entry.Losses[k]);
            range[k] = known.Max(entry => entry.Losses[k]) - low[k];
            if (!(range[k] > 0) || !double.IsFinite(range[k])) range[k] = 1;
        }

        return [.. entries.Select(entry => IsKnown(entry) ? Norm(entry.Losses, weights, low, range) : double.NaN)];
    }

    private bool IsKnown(HistoryEntry entry) => entry.Losses.Length == objectives;

    private double[] Weights(int vector)
    {
        var stream = RandomStream.For(seed, WeightStream, vector);
        double[] weights = [.. Enumerable.Range(0, objectives).Select(_ => -Math.Log(1 - stream.NextDouble()))];
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    private static double Norm(ImmutableArray<double> losses, double[] weights, double[] low, double[] range)
    {
        double largest = double.NegativeInfinity, sum = 0;
        for (var k = 0; k < weights.Length; k++)
        {
            var term = weights[k] * ((losses[k] - low[k]) / range[k]);
            largest = Math.Max(largest, term);
            sum += term;
        }

        return largest + Augmentation * sum;
    }
}
