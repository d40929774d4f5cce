using MathNet.Numerics.Distributions;

namespace ArchOpt.Insight.Statistics;

/// <summary>
/// Tests and intervals for means: Welch's for two independent samples (Welch 1947, degrees of freedom after Satterthwaite 1946),
/// Student's for paired differences.
/// </summary>
/// <remarks>Samples without any spread have p = 0 when their means differ and p = 1 when they do not.</remarks>
public static class TTests
{
    /// <summary>Whether the means of two independent samples differ; their variances may.</summary>
    /// <exception cref="ArgumentException">A sample has fewer than two values.</exception>
    public static TestResult Welch(ReadOnlySpan<double> a, ReadOnlySpan<double> b) =>
        Test("Welch's t-test", Difference(a, b));

    /// <summary>The interval of mean(a) - mean(b).</summary>
    /// <exception cref="ArgumentException">A sample has fewer than two values.</exception>
    public static ConfidenceInterval WelchInterval(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double level = 0.95) =>
        Interval(Difference(a, b), level);

    /// <summary>Whether the mean of paired differences is zero.</summary>
    /// <exception cref="ArgumentException">There are fewer than two.</exception>
    public static TestResult Paired(ReadOnlySpan<double> differences) => Test("paired t-test", Mean(differences));

    /// <summary>The interval of the mean of paired differences.</summary>
    /// <exception cref="ArgumentException">There are fewer than two.</exception>
    public static ConfidenceInterval PairedInterval(ReadOnlySpan<double> differences, double level = 0.95) => Interval(Mean(differences), level);

    private static Estimate Difference(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        AtLeastTwo(a, nameof(a));
        AtLeastTwo(b, nameof(b));
        SampleSummary first = SampleSummary.Of(a), second = SampleSummary.Of(b);
        double va = first.Variance / first.N, vb = second.Variance / second.N;
        var total = va + vb;
        // Fractions first: squares of small variances would underflow.
        double pa = va / total, pb = vb / total;
        var degrees = total > 0 ? 1 / (pa * pa / (first.N - 1) + pb * pb / (second.N - 1)) : first.N + second.N - 2;
        return new(first.Mean - second.Mean, Math.Sqrt(total), degrees);
    }

    private static Estimate Mean(ReadOnlySpan<double> differences)
    {
        AtLeastTwo(differences, nameof(differences));
        var summary = SampleSummary.Of(differences);
        return new(summary.Mean, summary.StandardError, summary.N - 1);
    }

    private static TestResult Test(string name, Estimate estimate)
    {
        if (estimate.StandardError == 0)
        {
            var same = estimate.Value == 0;
            return new(name, same ? 0 : Math.Sign(estimate.Value) * double.PositiveInfinity, estimate.Degrees, same ? 1 : 0);
        }

        var t = estimate.Value / estimate.StandardError;
        return new(name, t, estimate.Degrees, Math.Min(1, 2 * StudentT.CDF(0, 1, estimate.Degrees, -Math.Abs(t))));
    }

    private static ConfidenceInterval Interval(Estimate estimate, double level)
    {
        if (level is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "A level must be between 0 and 1.");
        var reach = estimate.StandardError == 0 ? 0 : estimate.StandardError * StudentT.InvCDF(0, 1, estimate.Degrees, (1 + level) / 2);
        return new(estimate.Value - reach, estimate.Value + reach, level);
    }

    private static void AtLeastTwo(ReadOnlySpan<double> values, string name)
    {
        if (values.Length < 2) throw new ArgumentException($"A test of a mean needs two values or more (got {values.Length}).", name);
    }

    private readonly record struct Estimate(double Value, double StandardError, double Degrees);
}
