using ArchOpt.Insight.Statistics;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Insight.Tests.Statistics;

public sealed class intervals_cover_what_they_promise
{
    private const int Samples = 600;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_bootstrap_interval_of_a_mean_covers_it_nineteen_times_in_twenty(bool skewed)
    {
        var covered = 0;
        for (var i = 0; i < Samples; i++)
        {
            var stream = RandomStream.For(11, i);
            double[] sample = [.. Enumerable.Range(0, 40).Select(_ => skewed ? -Math.Log(1 - stream.NextDouble()) : 1 + stream.NextNormal())];
            if (Bootstrap.Mean(sample).Contains(1)) covered++;
        }

        // The binomial spread of 600 is 0.9 %; skewed means are known to be covered a little too seldom.
        (covered / (double)Samples).ShouldBeInRange(skewed ? 0.90 : 0.92, 0.975);
    }

    [Fact]
    public void A_bootstrap_interval_of_a_difference_covers_it()
    {
        var covered = 0;
        for (var i = 0; i < Samples; i++)
        {
            var stream = RandomStream.For(12, i);
            double[] a = [.. Enumerable.Range(0, 30).Select(_ => 2 + stream.NextNormal())];
            double[] b = [.. Enumerable.Range(0, 20).Select(_ => 3 * stream.NextNormal())];
            if (Bootstrap.Difference(a, b).Contains(2)) covered++;
        }

        (covered / (double)Samples).ShouldBeInRange(0.91, 0.975);
    }

    [Fact]
    public void Welchs_interval_covers_a_difference_under_unequal_variances()
    {
        var covered = 0;
        for (var i = 0; i < 3_000; i++)
        {
            var stream = RandomStream.For(13, i);
            double[] a = [.. Enumerable.Range(0, 5).Select(_ => 10 * stream.NextNormal())];
            double[] b = [.. Enumerable.Range(0, 15).Select(_ => 1 + stream.NextNormal())];
            if (TTests.WelchInterval(a, b).Contains(-1)) covered++;
        }

        (covered / 3_000.0).ShouldBe(0.95, 0.012);
    }

    [Fact]
    public void A_wider_level_is_a_wider_interval_and_the_same_sample_has_the_same()
    {
        double[] sample = [1, 4, 2, 8, 5, 7];
        var wide = Bootstrap.Mean(sample, 0.99);
        var narrow = Bootstrap.Mean(sample, 0.8);
        wide.Low.ShouldBeLessThan(narrow.Low);
        wide.High.ShouldBeGreaterThan(narrow.High);
        Bootstrap.Mean(sample, 0.99).ShouldBe(wide);
    }

    [Fact]
    public void No_spread_is_no_reason_for_nonsense()
    {
        Bootstrap.Mean([2, 2, 2]).ShouldBe(new(2, 2, 0.95));
        TTests.Welch([1, 1], [1, 1]).PValue.ShouldBe(1);
        TTests.Welch([2, 2], [1, 1]).PValue.ShouldBe(0);
        TTests.WelchInterval([2, 2], [1, 1]).ShouldBe(new(1, 1, 0.95));
        RankTests.SignedRank([0, 0]).PValue.ShouldBe(1);
        RankTests.KruskalWallis([[1, 1], [1, 1]]).PValue.ShouldBe(1);
        RankTests.MannWhitney([1, 1], [1, 1]).PValue.ShouldBe(1);
        Should.Throw<ArgumentException>(() => TTests.Welch([1], [1, 2]));
        Should.Throw<ArgumentException>(() => Bootstrap.Mean([1]));
    }

    [Fact]
    public void False_alarms_are_as_frequent_as_alpha()
    {
        int welch = 0, ranks = 0, signed = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var stream = RandomStream.For(14, i);
            double[] a = [.. Enumerable.Range(0, 12).Select(_ => stream.NextNormal())];
            double[] b = [.. Enumerable.Range(0, 12).Select(_ => stream.NextNormal())];
            if (TTests.Welch(a, b).PValue < 0.05) welch++;
            if (RankTests.MannWhitney(a, b).PValue < 0.05) ranks++;
            if (RankTests.SignedRank([.. a.Zip(b, (x, y) => x - y)]).PValue < 0.05) signed++;
        }

        (welch / 2_000.0).ShouldBe(0.05, 0.015);
        (ranks / 2_000.0).ShouldBe(0.05, 0.015);
        (signed / 2_000.0).ShouldBe(0.05, 0.015);
    }
}
