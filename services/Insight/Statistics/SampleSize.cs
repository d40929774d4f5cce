using MathNet.Numerics.Distributions;

namespace ArchOpt.Insight.Statistics;

/// <summary>How many runs it takes to see an effect with a two-sided t-test.</summary>
public static class SampleSize
{
    /// <summary>More than this is not searched for: nobody runs it.</summary>
    public const int Largest = 100_000;

    /// <summary>Pairs needed, or null when more than <see cref="Largest"/>.</summary>
    /// <param name="effect">The mean difference to be seen, in the metric's unit; not zero.</param>
    /// <param name="standardDeviation">Of the paired differences.</param>
    /// <param name="power">The probability that the effect is seen when it is there.</param>
    /// <exception cref="ArgumentOutOfRangeException">The effect is zero, or alpha or power is not between 0 and 1.</exception>
    public static int? Pairs(double effect, double standardDeviation, double alpha = 0.05, double power = 0.8) =>
        Smallest(effect, standardDeviation * standardDeviation, n => n - 1, alpha, power);

    /// <summary>Values needed in each of two independent samples, or null when more than <see cref="Largest"/>.</summary>
    /// <param name="firstDeviation">The standard deviation of the one sample.</param>
    /// <param name="secondDeviation">The standard deviation of the other sample.</param>
    /// <inheritdoc cref="Pairs"/>
    public static int? PerSample(double effect, double firstDeviation, double secondDeviation, double alpha = 0.05, double power = 0.8) =>
        Smallest(effect, firstDeviation * firstDeviation + secondDeviation * secondDeviation, n => 2 * (n - 1), alpha, power);

    // The sample size stands on both sides (the quantiles need the degrees of freedom), so the smallest that satisfies its own condition is bisected for.
    private static int? Smallest(double effect, double variance, Func<int, int> degrees, double alpha, double power)
    {
        if (effect == 0 || !double.IsFinite(effect)) throw new ArgumentOutOfRangeException(nameof(effect), effect, "No sample shows an effect of zero.");
        if (alpha is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Alpha must be between 0 and 1.");
        if (power is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(power), power, "Power must be between 0 and 1.");
        if (!IsEnough(Largest)) return null;
        int low = 2, high = Largest;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (IsEnough(middle)) high = middle;
            else low = middle + 1;
        }

        return low;

        bool IsEnough(int n)
        {
            var quantiles = StudentT.InvCDF(0, 1, degrees(n), 1 - alpha / 2) + StudentT.InvCDF(0, 1, degrees(n), power);
            return n >= quantiles * quantiles * variance / (effect * effect);
        }
    }
}
