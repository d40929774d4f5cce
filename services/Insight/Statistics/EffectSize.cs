using MathNet.Numerics;

namespace ArchOpt.Insight.Statistics;

/// <summary>How large a difference is, in standard deviations.</summary>
public static class EffectSize
{
    /// <summary>
    /// Hedges' g (1981) of mean(a) - mean(b) over the pooled standard deviation, without the upward bias of small samples. Null where a sample has
    /// fewer than two values or neither has any spread.
    /// </summary>
    public static double? HedgesG(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length < 2 || b.Length < 2) return null;
        SampleSummary first = SampleSummary.Of(a), second = SampleSummary.Of(b);
        var degrees = first.N + second.N - 2;
        var pooled = Math.Sqrt(((first.N - 1) * first.Variance + (second.N - 1) * second.Variance) / degrees);
        return pooled > 0 ? Correction(degrees) * (first.Mean - second.Mean) / pooled : null;
    }

    /// <summary>The same of paired differences, over their own standard deviation.</summary>
    public static double? HedgesG(ReadOnlySpan<double> differences)
    {
        if (differences.Length < 2) return null;
        var summary = SampleSummary.Of(differences);
        return summary.Variance > 0 ? Correction(summary.N - 1) * summary.Mean / summary.StandardDeviation : null;
    }

    /// <summary>Gamma(m/2) / (sqrt(m/2) Gamma((m-1)/2)): the exact factor that takes the bias away; with one degree of freedom it is 0.</summary>
    internal static double Correction(int degrees) => degrees < 2
        ? 0
        : Math.Exp(SpecialFunctions.GammaLn(degrees / 2.0) - SpecialFunctions.GammaLn((degrees - 1) / 2.0)) / Math.Sqrt(degrees / 2.0);
}
