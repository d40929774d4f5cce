using ArchOpt.Search.Randomness;
using MathNet.Numerics.Distributions;

namespace ArchOpt.Insight.Statistics;

/// <summary>
/// Intervals of a mean, or of a difference of means, without an assumption about the distribution: resampling with the bias-corrected and
/// accelerated percentiles of Efron (1987). The acceleration comes from the influence of each value (Davison and Hinkley 1997, section 5.3).
/// </summary>
/// <remarks>The draws have a fixed seed, so the same sample in the same order has the same interval.</remarks>
public static class Bootstrap
{
    private const int MostResamples = 2_000;
    private const int FewestResamples = 400;

    /// <summary>So many draws at most, as far as the fewest resamples allow: large samples need fewer, their means being close to normal.</summary>
    private const int Draws = 20_000_000;

    private const long Seed = 5_021;

    /// <summary>The interval of the mean of one sample; for pairs, give their differences.</summary>
    /// <exception cref="ArgumentException">There are fewer than two values.</exception>
    public static ConfidenceInterval Mean(ReadOnlySpan<double> values, double level = 0.95) => Of(values, [], level);

    /// <summary>The interval of mean(a) - mean(b), each resampled on its own.</summary>
    /// <exception cref="ArgumentException">A sample has fewer than two values.</exception>
    public static ConfidenceInterval Difference(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double level = 0.95) => b.Length < 2
        ? throw new ArgumentException($"Resampling needs two values or more (got {b.Length}).", nameof(b))
        : Of(a, b, level);

    private static ConfidenceInterval Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double level)
    {
        if (a.Length < 2) throw new ArgumentException($"Resampling needs two values or more (got {a.Length}).", nameof(a));
        if (level is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "A level must be between 0 and 1.");
        var estimate = SampleSummary.Of(a).Mean - (b.IsEmpty ? 0 : SampleSummary.Of(b).Mean);
        var stream = RandomStream.For(Seed, a.Length, b.Length);
        var resamples = Math.Clamp(Draws / (a.Length + b.Length), FewestResamples, MostResamples);
        var means = new double[resamples];
        for (var i = 0; i < resamples; i++) means[i] = Resampled(a, stream) - (b.IsEmpty ? 0 : Resampled(b, stream));
        Array.Sort(means);
        // Ties count half: with few distinct values the estimate itself is often drawn.
        var below = means.Sum(mean => mean < estimate ? 1 : mean == estimate ? 0.5 : 0) / resamples;
        var bias = Normal.InvCDF(0, 1, Math.Clamp(below, 1.0 / resamples, 1 - 1.0 / resamples));
        var acceleration = Acceleration(a, b);
        return new(Percentile(means, (1 - level) / 2, bias, acceleration), Percentile(means, (1 + level) / 2, bias, acceleration), level);
    }

    private static double Resampled(ReadOnlySpan<double> values, RandomStream stream)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++) sum += values[stream.NextInt32(values.Length)];
        return sum / values.Length;
    }

    private static double Acceleration(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double cubes = 0, squares = 0;
        Add(a, 1);
        if (!b.IsEmpty) Add(b, -1);
        return squares == 0 ? 0 : cubes / (6 * Math.Pow(squares, 1.5));

        void Add(ReadOnlySpan<double> values, int sign)
        {
            var mean = SampleSummary.Of(values).Mean;
            foreach (var value in values)
            {
                var influence = sign * (value - mean) / values.Length;
                squares += influence * influence;
                cubes += influence * influence * influence;
            }
        }
    }

    private static double Percentile(double[] sorted, double probability, double bias, double acceleration)
    {
        var z = bias + Normal.InvCDF(0, 1, probability);
        var adjusted = Normal.CDF(0, 1, bias + z / (1 - acceleration * z));
        var at = Math.Clamp(adjusted * (sorted.Length + 1) - 1, 0, sorted.Length - 1);
        var low = (int)at;
        return low + 1 < sorted.Length ? sorted[low] + (at - low) * (sorted[low + 1] - sorted[low]) : sorted[low];
    }
}
