namespace ArchOpt.Insight.Statistics;

/// <summary>Size, mean and unbiased variance of a sample.</summary>
/// <param name="Variance">Sum of squared deviations over n - 1; NaN for fewer than two values.</param>
public readonly record struct SampleSummary(int N, double Mean, double Variance)
{
    public double StandardDeviation => Math.Sqrt(Variance);

    /// <summary>Of the mean; NaN for fewer than two values.</summary>
    public double StandardError => Math.Sqrt(Variance / N);

    /// <summary>Two passes, the second with the correction of Chan, Golub and LeVeque (1983). The mean of no values is NaN.</summary>
    public static SampleSummary Of(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        var mean = sum / values.Length;
        double squares = 0, rest = 0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
            rest += value - mean;
        }

        return new(values.Length, mean, values.Length < 2 ? double.NaN : Math.Max(0, squares - rest * rest / values.Length) / (values.Length - 1));
    }
}
