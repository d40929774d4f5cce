using MathNet.Numerics.Distributions;

namespace ArchOpt.Insight.Statistics;

/// <summary>How two series go together, in [-1, 1].</summary>
public static class Correlation
{
    /// <summary>The linear correlation; null for fewer than two pairs or where a series is constant.</summary>
    /// <exception cref="ArgumentException">The series have different lengths.</exception>
    public static double? Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"The series have different lengths: {x.Length} and {y.Length}.", nameof(y));
        if (x.Length < 2) return null;
        double meanX = SampleSummary.Of(x).Mean, meanY = SampleSummary.Of(y).Mean;
        double xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            double dx = x[i] - meanX, dy = y[i] - meanY;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }

        if (IsConstant(x) || IsConstant(y)) return null;
        return Math.Clamp(xy / Math.Sqrt(xx) / Math.Sqrt(yy), -1, 1);
    }

    /// <summary>The linear correlation of the ranks: how monotone the relation is, whatever its shape.</summary>
    public static double? Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Pearson(Ranks.Of(x), Ranks.Of(y));

    /// <summary>Two-sided, by Student's t with n - 2 degrees of freedom: exact for Pearson of normal data, an approximation for Spearman.</summary>
    public static double PValue(double correlation, int n)
    {
        if (n < 3) return 1;
        if (Math.Abs(correlation) >= 1) return 0;
        var t = Math.Abs(correlation) * Math.Sqrt((n - 2) / (1 - correlation * correlation));
        return 2 * StudentT.CDF(0, 1, n - 2, -t);
    }

    private static bool IsConstant(ReadOnlySpan<double> values) => !values.ContainsAnyExcept(values[0]);
}
