using System.Collections.Immutable;
using ArchOpt.Insight.Hypotheses;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Hypotheses;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Tests.Hypotheses;

public sealed class a_claim_meets_the_trials
{
    private static readonly SearchSpace Space = new([
        new CategoricalParameter("strategy", ["plummet", "lognorm", "pca"]),
        new CategoricalParameter("problem", ["beams", "photonics"]),
        new FloatParameter("lr", 0, 1),
        new FloatParameter("threshold", 0, 1, When: new([new("strategy", ["plummet"])])),
    ]);

    private static readonly Hypothesis Claim = new("H1", "Plummet prunes best.", "strategy", "val_rec", "plummet", "lognorm");

    [Fact]
    public void Pairs_of_seed_and_configuration_see_what_their_spread_would_hide()
    {
        // The configuration moves the metric by far more than the strategy does; what only plummet has does not part the pairs.
        var data = Data(12, (strategy, _, lr, stream) => 10 * lr + (strategy == "plummet" ? -0.05 : 0) + 0.01 * stream.NextNormal());
        var result = Judge(data, Claim);
        result.Verdict.ShouldBe(Verdict.Supported);
        var comparison = result.Comparisons.ShouldHaveSingleItem();
        comparison.Pairing.ShouldBe(Pairing.ConfigurationAndSeed);
        comparison.N.ShouldBe(24);
        comparison.Effect!.Value.ShouldBe(0.05, 0.02);
        comparison.Interval!.Value.Contains(0.05).ShouldBeTrue();
        comparison.Test!.Test.ShouldBe("paired t-test");
        comparison.RankTest!.Test.ShouldBe("Wilcoxon's signed-rank test");
        result.Sentence.ShouldStartWith("H1 is supported: plummet is better than lognorm by 0.0");
        result.Sentence.ShouldContain("24 pairs of equal configuration and seed");
        result.Sentence.ShouldContain("interval 0.0");
    }

    [Fact]
    public void The_other_direction_refutes_it_and_so_does_a_difference_too_small_to_matter()
    {
        var worse = Data(12, (strategy, _, lr, stream) => lr + (strategy == "plummet" ? 0.05 : 0) + 0.01 * stream.NextNormal());
        Judge(worse, Claim).ShouldSatisfyAllConditions(r => r.Verdict.ShouldBe(Verdict.Refuted), r => r.Effect!.Value.ShouldBe(-0.05, 0.02), r => r.Sentence.ShouldContain("plummet is worse than lognorm by"));
        var small = Data(12, (strategy, _, lr, stream) => lr + (strategy == "plummet" ? -0.004 : 0) + 0.005 * stream.NextNormal());
        Judge(small, Claim with { MinimumEffect = 0.05 }).ShouldSatisfyAllConditions(r => r.Verdict.ShouldBe(Verdict.Refuted), r => r.Sentence.ShouldContain("smaller than 0.05"));
    }

    [Fact]
    public void A_maximised_metric_is_mirrored()
    {
        var data = Data(12, (strategy, _, lr, stream) => lr + (strategy == "plummet" ? -0.05 : 0) + 0.01 * stream.NextNormal());
        var one = Judge(data, Claim);
        var other = Judge(SampleTrials.Mirrored(data), Claim);
        (other.Verdict, other.Effect, other.Interval).ShouldBe((one.Verdict, one.Effect, one.Interval));
        Judge(data, Claim with { Maximize = true }).Verdict.ShouldBe(Verdict.Refuted);
    }

    [Fact]
    public void Noise_is_inconclusive_and_the_seeds_it_would_take_are_right()
    {
        var data = Data(3, (strategy, _, _, stream) => (strategy == "plummet" ? -0.2 : 0) + stream.NextNormal());
        var result = Judge(data, Claim with { MinimumEffect = 1 });
        result.Verdict.ShouldBe(Verdict.Inconclusive);
        // Standard normal errors: the differences have variance 2, and (1.96 + 0.84)^2 * 2 is 16.
        result.Comparisons[0].SeedsNeeded!.Value.ShouldBeInRange(4, 60);
        result.Sentence.ShouldContain($"{result.Comparisons[0].SeedsNeeded} pairs would decide it four times in five");
    }

    [Theory]
    [InlineData(0.03)]
    [InlineData(0.06)]
    [InlineData(0.1)]
    public void What_is_open_takes_more_runs_than_there_are(double effect)
    {
        // A difference is there, and whether it reaches the minimum is not certain: the minimum alone would take few runs to see.
        var data = Data(15, (strategy, _, _, stream) => (strategy == "plummet" ? -effect : 0) + 0.1 * stream.NextNormal());
        var comparison = Judge(data, Claim with { MinimumEffect = 0.08 }).Comparisons[0];
        if (comparison.Verdict == Verdict.Inconclusive) (comparison.SeedsNeeded ?? int.MaxValue).ShouldBeGreaterThan(comparison.N);
        else effect.ShouldNotBe(0.06);
    }

    [Fact]
    public void Within_each_problem_there_is_a_verdict_and_one_that_fails_spoils_the_claim()
    {
        var data = Data(12, (strategy, problem, lr, stream) => lr + (strategy == "plummet" ? (problem == "beams" ? -0.1 : 0.1) : 0) + 0.01 * stream.NextNormal());
        var result = Judge(data, Claim with { Within = Within("problem", null) });
        result.Comparisons.Select(c => (c.Where, c.Verdict)).ShouldBe([("problem = beams", Verdict.Supported), ("problem = photonics", Verdict.Refuted)]);
        result.Verdict.ShouldBe(Verdict.Inconclusive);
        result.Interval.ShouldBeNull();
        Judge(data, Claim with { Within = Within("problem", "beams") }).Verdict.ShouldBe(Verdict.Supported);
    }

    [Fact]
    public void Holm_corrects_over_the_whole_study()
    {
        var data = Data(8, (strategy, _, _, stream) => (strategy == "plummet" ? -1.5 : 0) + stream.NextNormal());
        var alone = Judge(data, Claim).Comparisons[0];
        var claims = Enumerable.Range(0, 10).Select(i => Claim with { Id = $"H{i}", Better = i == 0 ? "plummet" : "pca", Than = "lognorm" }).ToList();
        var among = HypothesisTests.Of(data, claims)[0].Comparisons[0];
        among.Test.ShouldBe(alone.Test);
        among.AdjustedP!.Value.ShouldBe(10 * alone.AdjustedP!.Value, 1e-12);
        among.Interval!.Value.Low.ShouldBeLessThan(alone.Interval!.Value.Low);
        among.Interval.Value.Level.ShouldBe(0.995, 1e-12);
    }

    [Fact]
    public void True_nulls_are_rarely_supported_or_refuted()
    {
        var wrong = Enumerable.Range(0, 200).Count(seed => Judge(Data(6, (_, _, _, stream) => stream.NextNormal(), seed), Claim).Verdict != Verdict.Inconclusive);
        wrong.ShouldBeLessThan(22); // one in twenty is expected: 10, with a spread of 3
    }

    [Fact]
    public void Other_configurations_are_paired_by_seed_or_not_at_all()
    {
        var space = new SearchSpace([new CategoricalParameter("strategy", ["plummet", "lognorm"]), new FloatParameter("lr", 0, 1)]);
        InsightData Of(bool shared) => new(space, new("val_rec", false), Enumerable.Range(0, 40).Select(i =>
        {
            var stream = RandomStream.For(5, i);
            var value = (i % 2 == 0 ? -1 : 0) + 0.1 * stream.NextNormal();
            return SampleTrials.Completed(i, Configuration.Of(("strategy", i % 2 == 0 ? "plummet" : "lognorm"), ("lr", stream.NextDouble())), value, seed: shared ? i / 2 % 5 : i);
        }));
        Judge(Of(shared: true), Claim).Comparisons[0].ShouldSatisfyAllConditions(c => c.Pairing.ShouldBe(Pairing.Seed), c => c.N.ShouldBe(5), c => c.Verdict.ShouldBe(Verdict.Supported));
        var unpaired = Judge(Of(shared: false), Claim).Comparisons[0];
        unpaired.ShouldSatisfyAllConditions(c => c.Pairing.ShouldBe(Pairing.None), c => c.N.ShouldBe(40), c => c.Verdict.ShouldBe(Verdict.Supported), c => c.Test!.Test.ShouldBe("Welch's t-test"));
    }

    [Fact]
    public void Too_little_is_inconclusive_and_says_why()
    {
        InsightData Of(params (string Strategy, long Seed)[] trials) => new(
            Space, new("val_rec", false), trials.Select((t, i) => SampleTrials.Completed(i, Configuration.Of(("strategy", t.Strategy), ("problem", "beams"), ("lr", 0.5)), i, t.Seed)));
        Judge(Of(), Claim).Sentence.ShouldBe("H1 is inconclusive: plummet and lognorm cannot be compared, one of the two values has no completed trial (n = 0).");
        Judge(Of(("plummet", 1), ("pca", 1)), Claim).Sentence.ShouldContain("has no completed trial");
        Judge(Of(("plummet", 1), ("lognorm", 1)), Claim).Sentence.ShouldContain("fewer than two seeds");
        Judge(Of(("plummet", 1), ("plummet", 1), ("lognorm", 1), ("lognorm", 1)), Claim).Sentence.ShouldContain("fewer than two seeds");
        Judge(Of(("plummet", 1), ("lognorm", 2)), Claim).Sentence.ShouldContain("fewer than two trials");
    }

    [Fact]
    public void Other_metrics_and_broken_trials()
    {
        var good = Data(12, (strategy, _, lr, stream) => lr + (strategy == "plummet" ? -0.1 : 0) + 0.01 * stream.NextNormal());
        var data = new InsightData(Space, new("score", true), good.Trials.Select(trial => trial with
        {
            Value = 0, Metrics = trial.Number % 7 == 0 ? trial.Metrics.Add("val_rec", double.NaN) : trial.Metrics.Add("val_rec", trial.Value!.Value),
        }));
        Judge(data, Claim with { Maximize = false }).ShouldSatisfyAllConditions(r => r.Verdict.ShouldBe(Verdict.Supported), r => r.N.ShouldBeLessThan(24));
    }

    [Fact]
    public void The_order_of_the_trials_changes_nothing()
    {
        var data = Data(6, (strategy, _, _, stream) => (strategy == "plummet" ? -0.5 : 0) + stream.NextNormal());
        Judge(SampleTrials.Shuffled(data, 2), Claim).Sentence.ShouldBe(Judge(data, Claim).Sentence);
    }

    [Fact]
    public void Senseless_claims_are_refused_field_by_field()
    {
        Check(Claim with { Parameter = "stratgy" }).ShouldBe(["compare.parameter: unknown parameter 'stratgy', did you mean 'strategy'?"]);
        Check(Claim with { Better = "best" }).ShouldBe(["expect.better: 'strategy' cannot be 'best' (its values: 'plummet', 'lognorm', 'pca')"]);
        Check(Claim with { Than = "plummet" }).ShouldBe(["expect.than: must differ from expect.better (both are 'plummet')"]);
        Check(Claim with { Within = Within("problem", "bridges") }).ShouldBe(["within.problem: 'problem' cannot be 'bridges' (its values: 'beams', 'photonics')"]);
        Check(Claim with { Within = Within("strategy", null) }).ShouldBe(["within.strategy: is the parameter that is compared"]);
        Check(Claim with { Metric = "qps" }).ShouldBe(["goal: must be given: 'qps' is not the objective ('val_rec'), so minimize or maximize is not known"]);
        Check(Claim with { Alpha = 1, MinimumEffect = -1 }).ShouldBe(["alpha: must be between 0 and 1 (was 1)", "minimum_effect: must be 0 or more (was -1)"]);
        Check(Claim).ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => Judge(Data(2, (_, _, _, _) => 0), Claim with { Better = "best" })).Message.ShouldStartWith("H1: expect.better: ");

        static IEnumerable<string> Check(Hypothesis hypothesis) => HypothesisValidation.Check(hypothesis, Space, ["val_rec"]).Select(error => error.ToString());
    }

    private static HypothesisResult Judge(InsightData data, Hypothesis hypothesis) => HypothesisTests.Of(data, [hypothesis]).Single();

    private static ImmutableSortedDictionary<string, ParameterValue?> Within(string name, ParameterValue? value) => ImmutableSortedDictionary<string, ParameterValue?>.Empty.Add(name, value);

    /// <summary>Every strategy on every problem with the same seeds and learning rates.</summary>
    private static InsightData Data(int seeds, Func<string, string, double, RandomStream, double> value, long seed = 1)
    {
        var trials = new List<InsightTrial>();
        for (var s = 0; s < seeds; s++)
        {
            foreach (var problem in new[] { "beams", "photonics" })
            {
                var lr = RandomStream.For(seed, s, problem.Length).NextDouble();
                foreach (var strategy in new[] { "plummet", "lognorm", "pca" })
                {
                    var stream = RandomStream.For(seed, 1_000 + trials.Count);
                    var configuration = Configuration.Of(("strategy", strategy), ("problem", problem), ("lr", lr));
                    if (strategy == "plummet") configuration = configuration.With("threshold", stream.NextDouble());
                    trials.Add(SampleTrials.Completed(trials.Count, configuration, value(strategy, problem, lr, stream), seed: s));
                }
            }
        }

        return new(Space, new("val_rec", false), trials);
    }
}
