using ArchOpt.Insight.Statistics;

namespace ArchOpt.Insight.Tests.Statistics;

public sealed class what_the_textbooks_say
{
    // Student's sleep data (Cushny and Peebles 1905; Student 1908, Biometrika 6): extra hours under two drugs, the same ten people. R ships it as 'sleep'.
    private static readonly double[] First = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] Second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    // Hollander and Wolfe (1973), Nonparametric Statistical Methods, page 29: depression scores before and after; the example of R's wilcox.test.
    private static readonly double[] Before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30];
    private static readonly double[] After = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];

    [Fact]
    public void Welch_on_the_sleep_data() // R: t.test(extra ~ group, data = sleep)
    {
        var test = TTests.Welch(First, Second);
        test.Statistic.ShouldBe(-1.8608, 5e-5);
        test.DegreesOfFreedom!.Value.ShouldBe(17.776, 5e-4);
        test.PValue.ShouldBe(0.07939, 5e-6);
        var interval = TTests.WelchInterval(First, Second);
        interval.Low.ShouldBe(-3.3654832, 5e-7);
        interval.High.ShouldBe(0.2054832, 5e-7);
    }

    [Fact]
    public void Students_paired_test_on_the_sleep_data() // R: t.test(extra ~ group, data = sleep, paired = TRUE)
    {
        var test = TTests.Paired(Differences(First, Second));
        test.Statistic.ShouldBe(-4.0621, 5e-5);
        test.DegreesOfFreedom.ShouldBe(9);
        test.PValue.ShouldBe(0.002833, 5e-7);
        var interval = TTests.PairedInterval(Differences(First, Second));
        interval.Low.ShouldBe(-2.4598858, 5e-7);
        interval.High.ShouldBe(-0.7001142, 5e-7);
    }

    [Fact]
    public void Wilcoxon_is_exact_for_few_values_without_ties() // R: V = 40, one-sided p = 0.01953 = 10/512
    {
        var test = RankTests.SignedRank(Differences(Before, After));
        test.Statistic.ShouldBe(40);
        test.PValue.ShouldBe(20 / 512.0, 1e-12);
    }

    [Fact]
    public void Wilcoxon_with_ties_and_a_zero_is_the_corrected_approximation() // R: wilcox.test(..., paired = TRUE) on sleep: V = 0, p = 0.009091
    {
        var test = RankTests.SignedRank(Differences(First, Second));
        test.Statistic.ShouldBe(0);
        test.PValue.ShouldBe(0.009091, 5e-7);
    }

    [Fact]
    public void Mann_and_Whitney_are_exact_for_few_values_without_ties() // Hollander and Wolfe (1973), page 69: W = 35, one-sided p = 0.1272
    {
        double[] atTerm = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
        double[] earlier = [1.15, 0.88, 0.90, 0.74, 1.21];
        var test = RankTests.MannWhitney(atTerm, earlier);
        test.Statistic.ShouldBe(35);
        test.PValue.ShouldBe(2 * 0.1272, 1.5e-4);
        RankTests.MannWhitney(earlier, atTerm).PValue.ShouldBe(test.PValue, 1e-12);
    }

    [Fact]
    public void Mann_and_Whitney_with_ties_are_the_corrected_approximation() // R: wilcox.test(extra ~ group, data = sleep): W = 25.5, p = 0.06933
    {
        var test = RankTests.MannWhitney(First, Second);
        test.Statistic.ShouldBe(25.5);
        test.PValue.ShouldBe(0.06933, 5e-6);
    }

    [Fact]
    public void Kruskal_and_Wallis_on_mucociliary_efficiency() // Hollander and Wolfe (1973), page 116; R: chi-squared = 0.77143, p = 0.68
    {
        var test = RankTests.KruskalWallis([[2.9, 3.0, 2.5, 2.6, 3.2], [3.8, 2.7, 4.0, 2.4], [2.8, 3.4, 3.7, 2.2, 2.0]]);
        test.Statistic.ShouldBe(0.77143, 5e-6);
        test.DegreesOfFreedom.ShouldBe(2);
        test.PValue.ShouldBe(Math.Exp(-0.77143 / 2), 1e-5); // chi-squared with two degrees of freedom is exponential
    }

    [Fact]
    public void Variance_is_analysed_as_for_plant_growth() // Dobson (1983); R: summary(aov(weight ~ group, PlantGrowth)): F = 4.846, p = 0.0159
    {
        var test = AnalysisOfVariance.OneWay([
            [4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14], [4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69], [6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26],
        ]);
        test.Statistic.ShouldBe(4.846, 5e-4);
        test.PValue.ShouldBe(0.0159, 5e-5);
    }

    [Fact]
    public void Holm_on_four_hypotheses() // worked example of the Holm-Bonferroni method: 0.01, 0.04, 0.03, 0.005 at 0.05 rejects the first and the last
    {
        HolmCorrection.Adjust([0.01, 0.04, 0.03, 0.005]).ShouldBe([0.03, 0.06, 0.06, 0.02], 1e-12);
        HolmCorrection.Factors([0.01, 0.04, 0.03, 0.005]).ShouldBe([3, 1, 2, 4]);
        HolmCorrection.Adjust([]).ShouldBeEmpty();
        HolmCorrection.Adjust([0.6, 0.7]).ShouldBe([1, 1]);
    }

    [Fact]
    public void Pearson_on_Anscombes_first_set() // Anscombe (1973), The American Statistician 27: 0.816
    {
        double[] x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
        double[] y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        var r = Correlation.Pearson(x, y)!.Value;
        r.ShouldBe(0.81642, 5e-6);
        Correlation.PValue(r, x.Length).ShouldBe(0.00217, 5e-6);
    }

    [Fact]
    public void Spearman_is_the_formula_of_the_squared_rank_differences() // 1 - 6 sum d^2 / (n (n^2 - 1)); IQ against hours of television: -29/165
    {
        double[] iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
        double[] television = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
        Correlation.Spearman(iq, television)!.Value.ShouldBe(-29 / 165.0, 1e-12);
    }

    [Fact]
    public void Ties_share_their_ranks()
    {
        Ranks.Of([3, 1, 3, 2, 3], out var ties).ShouldBe([4, 1, 4, 2, 4]);
        ties.ShouldBe(24);
        Ranks.Of([], out _).ShouldBeEmpty();
    }

    [Fact]
    public void A_constant_series_has_no_correlation()
    {
        Correlation.Pearson([1, 1, 1], [1, 2, 3]).ShouldBeNull();
        Correlation.Spearman([0.1, 0.1, 0.1], [1, 2, 3]).ShouldBeNull(); // 0.1 three times sums to more than 0.3
    }

    [Fact]
    public void The_correction_of_Hedges_has_a_closed_form() // Hedges (1981), J. Educational Statistics 6: J(2) = 1/sqrt(pi); about 1 - 3/(4m - 1)
    {
        EffectSize.Correction(2).ShouldBe(1 / Math.Sqrt(Math.PI), 1e-12);
        EffectSize.Correction(30).ShouldBe(1 - 3.0 / 119, 1e-4);
        EffectSize.HedgesG([2, 4, 6], [1, 3, 5])!.Value.ShouldBe(0.5 * EffectSize.Correction(4), 1e-12);
        EffectSize.HedgesG([1, 1], [1, 1]).ShouldBeNull();
    }

    [Fact]
    public void Seventeen_a_group_see_one_standard_deviation() // R: power.t.test(delta = 1, sd = 1, power = 0.8): n = 16.71; Cohen (1988) table 2.4.1: 17
    {
        SampleSize.PerSample(1, 1, 1).ShouldBe(17);
        SampleSize.PerSample(0.5, 1, 1).ShouldBe(64); // Cohen (1988): 64
        SampleSize.PerSample(0.2, 1, 1).ShouldBe(394); // Cohen (1988): 393, R: 393.4
        SampleSize.Pairs(0.5, 1).ShouldBe(34); // R: power.t.test(delta = 0.5, type = "paired"): n = 33.4
        SampleSize.PerSample(1e-9, 1, 1).ShouldBeNull();
        Should.Throw<ArgumentOutOfRangeException>(() => SampleSize.Pairs(0, 1));
    }

    private static double[] Differences(double[] a, double[] b) => [.. a.Zip(b, (x, y) => Math.Round(x - y, 10))];
}
