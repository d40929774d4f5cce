using System.Collections.Immutable;
using ArchOpt.Cli.Bench.Problems;
using ArchOpt.Cli.Bench.Results;
using ArchOpt.Cli.Bench.Running;

namespace ArchOpt.Cli.Tests.Bench;

public class Ranks_and_regrets
{
    [Theory]
    [InlineData(1, new double[] { 2, 3, 4 }, 1)]
    [InlineData(3, new double[] { 2, 3, 4 }, 2.5)]
    [InlineData(5, new double[] { 5, 5, 4 }, 3)]
    [InlineData(double.NaN, new double[] { 1, double.NaN }, 2.5)]
    [InlineData(1, new double[] { }, 1)]
    public void A_rank_is_one_more_than_the_better_ones_and_shared_by_equals(double own, double[] others, double rank) =>
        Ranks.Among(own, others).ShouldBe(rank);

    [Theory]
    [InlineData(2, 1, 5, 0.25)]
    [InlineData(1, 1, 5, 0)]
    [InlineData(9, 1, 5, 2)]
    [InlineData(0.9999, 1, 5, 0)]
    public void A_regret_is_a_share_of_random_searchs(double loss, double optimum, double baseline, double regret) =>
        Regrets.Normalise(loss, optimum, baseline).ShouldBe(regret);

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(double.NaN, 1, 2)]
    [InlineData(2, 1, double.NaN)]
    public void There_is_no_regret_without_something_to_compare_with(double loss, double optimum, double baseline) =>
        Regrets.Normalise(loss, optimum, baseline).ShouldBeNull();

    [Fact]
    public void A_geometric_mean_takes_solved_problems_as_the_floor_and_leaves_out_unknown_ones()
    {
        Regrets.GeometricMean([0.01, 1, null])!.Value.ShouldBe(0.1, 1e-12);
        Regrets.GeometricMean([0, 1])!.Value.ShouldBe(Math.Sqrt(Regrets.Floor), 1e-12);
        Regrets.GeometricMean([null]).ShouldBeNull();
    }

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 0.5, 2)]
    [InlineData(new double[] { 4, 1, 2, 3 }, 0.5, 2.5)]
    [InlineData(new double[] { 0, 10 }, 0.25, 2.5)]
    [InlineData(new double[] { 7 }, 0.75, 7)]
    [InlineData(new double[] { 1, 2, double.NaN }, 0.5, 2)]
    [InlineData(new double[] { 1, double.NaN, double.NaN }, 0.5, double.NaN)]
    public void A_quantile_interpolates_and_takes_what_is_missing_as_worst(double[] values, double p, double quantile) =>
        Quantiles.Of(values, p).ShouldBe(quantile);

    [Fact]
    public void Methods_are_compared_by_medians_at_each_checkpoint()
    {
        var problems = ClassicSuite.Create(25).RemoveAll(problem => problem.Name is not ("rosenbrock5" or "levy8"));
        var results = Results(problems, ("rosenbrock5", "a", [8, 4]), ("rosenbrock5", "random", [8, 8]), ("levy8", "a", [3, 2]), ("levy8", "random", [2, 1]));

        var ranks = Rank.Of(MedianTable.Of(results, problems, PeerResults.None), "random").ToList();

        ranks.Select(rank => rank.Trials).Distinct().ShouldBe([10, 25]);
        At("a", 10).MeanRank.ShouldBe((1.5 + 2) / 2);
        At("a", 25).MeanRank.ShouldBe((1 + 2) / 2.0);
        At("a", 25).GeometricMeanRegret!.Value.ShouldBe(Math.Sqrt(4 / 8.0 * (2 / 1.0)), 1e-12);
        At("random", 25).GeometricMeanRegret.ShouldBe(1);
        At("a", 25).RankAmongPeers.ShouldBeNull();

        Rank At(string method, int trials) => ranks.Single(rank => rank.Method == method && rank.Trials == trials);
    }

    [Theory]
    [InlineData(10, new[] { 10 })]
    [InlineData(3, new[] { 3 })]
    [InlineData(40, new[] { 10, 25, 40 })]
    [InlineData(100, new[] { 10, 25, 50, 100 })]
    [InlineData(250, new[] { 10, 25, 50, 100, 250 })]
    public void Checkpoints_end_with_the_budget(int trials, int[] checkpoints) => BenchResults.Checkpoints(trials).ShouldBe(checkpoints);

    [Fact]
    public void A_curve_survives_its_text()
    {
        ImmutableArray<double> curve = [double.NaN, 0.1, 0.1, -1e-17, -1e-17];

        var text = CurveText.Write(curve);

        text.ShouldBe("2:0.1 4:-1E-17");
        CurveText.Read(text, 5)!.Value.ShouldBe(curve);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0:1")]
    [InlineData("1:1 1:2")]
    [InlineData("4:1")]
    [InlineData("1:one")]
    public void A_text_that_is_no_curve_is_refused(string text) => CurveText.Read(text, 3).ShouldBeNull();

    /// <summary>One run each whose best is the first number up to trial 24 and the second at the end.</summary>
    private static BenchResults Results(ImmutableArray<BenchProblem> problems, params (string Problem, string Strategy, double[] Best)[] runs) => new(
        problems,
        [.. runs.Select(run => run.Strategy).Distinct(StringComparer.Ordinal).Select(name => BenchStrategy.Of(Search.Strategies.RandomSearch.Description) with { Label = name })],
        new Dictionary<(string, string), string>(),
        runs.ToDictionary(
            run => (run.Problem, run.Strategy),
            run => ImmutableArray.Create(new BenchRun(new(run.Problem, run.Strategy, 0), [.. Enumerable.Repeat(run.Best[0], 24), run.Best[1]], 0))),
        []);
}
