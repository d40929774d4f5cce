using MathNet.Numerics.Distributions;

namespace ArchOpt.Insight.Statistics;

/// <summary>
/// Tests that look at ranks only, so that one wild run decides nothing: Wilcoxon's signed-rank test for pairs (1945), Mann and Whitney's
/// for independent samples (1947), Kruskal and Wallis' for several (1952).
/// </summary>
/// <remarks>
/// The first two are exact up to 50 values without ties (and without zero differences); beyond that they use the normal
/// approximation with corrections for ties and continuity, as R's <c>wilcox.test</c> does.
/// </remarks>
public static class RankTests
{
    private const int LargestExact = 50;

    /// <summary>Whether paired differences lie symmetrically around zero. Differences of zero are left out.</summary>
    public static TestResult SignedRank(ReadOnlySpan<double> differences)
    {
        const string name = "Wilcoxon's signed-rank test";
        double[] nonZero = [.. differences.ToArray().Where(difference => difference != 0)];
        var n = nonZero.Length;
        if (n == 0) return new(name, 0, null, 1);
        var ranks = Ranks.Of([.. nonZero.Select(Math.Abs)], out var ties);
        var positive = nonZero.Zip(ranks, (difference, rank) => difference > 0 ? rank : 0).Sum();
        if (ties == 0 && n == differences.Length && n < LargestExact)
            return new(name, positive, null, TwoSided(SignedRankCounts(n), positive));
        var mean = n * (n + 1) / 4.0;
        var variance = n * (n + 1.0) * (2 * n + 1) / 24 - ties / 48;
        return new(name, positive, null, Normal(positive - mean, variance));
    }

    /// <summary>Whether one of two independent samples tends to larger values.</summary>
    /// <exception cref="ArgumentException">A sample is empty.</exception>
    public static TestResult MannWhitney(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        const string name = "Mann-Whitney test";
        if (a.IsEmpty || b.IsEmpty) throw new ArgumentException("A sample is empty.", a.IsEmpty ? nameof(a) : nameof(b));
        double n = a.Length, m = b.Length;
        var ranks = Ranks.Of([.. a, .. b], out var ties);
        var u = ranks.Take(a.Length).Sum() - n * (n + 1) / 2;
        if (ties == 0 && n < LargestExact && m < LargestExact) return new(name, u, null, TwoSided(MannWhitneyCounts(a.Length, b.Length), u));
        var variance = n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1)));
        return new(name, u, null, Normal(u - n * m / 2, variance));
    }

    /// <summary>Whether one of several independent samples tends to other values than the rest; corrected for ties.</summary>
    /// <exception cref="ArgumentException">There are fewer than two samples, or one is empty.</exception>
    public static TestResult KruskalWallis(IReadOnlyList<double[]> samples)
    {
        const string name = "Kruskal-Wallis test";
        if (samples.Count < 2 || samples.Any(sample => sample.Length == 0))
            throw new ArgumentException("Two samples or more are needed, and none may be empty.", nameof(samples));
        var ranks = Ranks.Of([.. samples.SelectMany(sample => sample)], out var ties);
        double n = ranks.Length, sum = 0;
        var start = 0;
        foreach (var sample in samples)
        {
            var own = ranks.AsSpan(start, sample.Length).ToArray().Sum();
            sum += own * own / sample.Length;
            start += sample.Length;
        }

        var correction = 1 - ties / (n * n * n - n);
        if (correction <= 0) return new(name, 0, samples.Count - 1, 1); // all values are equal
        var h = Math.Max(0, (12 / (n * (n + 1)) * sum - 3 * (n + 1)) / correction);
        return new(name, h, samples.Count - 1, 1 - ChiSquared.CDF(samples.Count - 1, h));
    }

    private static double Normal(double deviation, double variance)
    {
        if (variance <= 0) return 1;
        var z = Math.Max(0, Math.Abs(deviation) - 0.5) / Math.Sqrt(variance);
        return Math.Min(1, 2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -z));
    }

    /// <param name="probabilities">Of each value 0, 1, 2, ... of a statistic whose distribution is symmetric.</param>
    private static double TwoSided(double[] probabilities, double statistic)
    {
        var at = (int)Math.Round(statistic);
        var smaller = Math.Min(at, probabilities.Length - 1 - at);
        var tail = 0.0;
        for (var i = 0; i <= smaller; i++) tail += probabilities[i];
        return Math.Min(1, 2 * tail);
    }

    private static double[] SignedRankCounts(int n)
    {
        var probabilities = new double[n * (n + 1) / 2 + 1];
        probabilities[0] = 1;
        for (var rank = 1; rank <= n; rank++)
        {
            for (var sum = rank * (rank + 1) / 2; sum >= 0; sum--)
                probabilities[sum] = (probabilities[sum] + (sum >= rank ? probabilities[sum - rank] : 0)) / 2;
        }

        return probabilities;
    }

    /// <summary>How the ranks of a sample of n among n + m are distributed: P(n, m, u) = n/(n+m) P(n-1, m, u-m) + m/(n+m) P(n, m-1, u).</summary>
    private static double[] MannWhitneyCounts(int n, int m)
    {
        var previous = new double[m + 1][];
        for (var j = 0; j <= m; j++) previous[j] = [1];
        for (var i = 1; i <= n; i++)
        {
            var current = new double[m + 1][];
            current[0] = [1];
            for (var j = 1; j <= m; j++)
            {
                current[j] = new double[i * j + 1];
                for (var u = 0; u < previous[j].Length; u++) current[j][u + j] += previous[j][u] * i / (i + j);
                for (var u = 0; u < current[j - 1].Length; u++) current[j][u] += current[j - 1][u] * j / (i + j);
            }

            previous = current;
        }

        return previous[m];
    }
}
