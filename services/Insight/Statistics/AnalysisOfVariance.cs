using MathNet.Numerics.Distributions;

namespace ArchOpt.Insight.Statistics;

/// <summary>Whether the means of several samples differ (Fisher's one-way analysis of variance).</summary>
public static class AnalysisOfVariance
{
    /// <remarks>Without any spread within the samples, p is 0 when their means differ and 1 when they do not.</remarks>
    /// <exception cref="ArgumentException">There are fewer than two samples, one is empty, or none has two values.</exception>
    public static TestResult OneWay(IReadOnlyList<double[]> samples)
    {
        var n = samples.Sum(sample => sample.Length);
        if (samples.Count < 2 || samples.Any(sample => sample.Length == 0) || n <= samples.Count)
            throw new ArgumentException("Two samples or more are needed, none empty and one with two values or more.", nameof(samples));
        SampleSummary[] summaries = [.. samples.Select(sample => SampleSummary.Of(sample))];
        var grand = summaries.Sum(summary => summary.N * summary.Mean) / n;
        var between = summaries.Sum(summary => summary.N * (summary.Mean - grand) * (summary.Mean - grand));
        var within = summaries.Sum(summary => summary.N > 1 ? summary.Variance * (summary.N - 1) : 0);
        double first = samples.Count - 1, second = n - samples.Count;
        if (within == 0) return new("analysis of variance", between == 0 ? 0 : double.PositiveInfinity, first, between == 0 ? 1 : 0);
        var f = between / first / (within / second);
        return new("analysis of variance", f, first, 1 - FisherSnedecor.CDF(first, second, f));
    }
}
