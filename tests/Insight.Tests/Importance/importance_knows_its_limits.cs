using ArchOpt.Insight.Importance;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Tests.Importance;

public sealed class importance_knows_its_limits
{
    private static readonly SearchSpace Five = Floats(5);

    [Fact]
    public void Noise_supports_no_ranking()
    {
        var supported = Enumerable.Range(0, 12).Count(seed =>
        {
            var report = FunctionalAnova.Of(SampleTrials.Sampled(Five, 60, (_, stream) => stream.NextNormal(), seed: seed));
            if (!report.Evidence.SupportsRanking) report.Parameters.ShouldAllBe(p => !p.IsAboveNoise || report.Evidence.OutOfBagR2 <= 0);
            return report.Evidence.SupportsRanking;
        });
        supported.ShouldBeLessThanOrEqualTo(2); // one in twenty is expected
    }

    [Fact]
    public void And_it_says_so()
    {
        var report = FunctionalAnova.Of(SampleTrials.Sampled(Five, 80, (_, stream) => stream.NextNormal(), seed: 5));
        report.Evidence.SupportsRanking.ShouldBeFalse();
        report.Evidence.Sentence.ShouldStartWith("The data cannot support a ranking: a forest over 80 trials predicts ");
    }

    [Fact]
    public void A_signal_in_noise_stands_out_alone()
    {
        var report = FunctionalAnova.Of(SampleTrials.Sampled(Five, 200, (c, stream) => 3 * c["x3"].Number + stream.NextNormal()));
        report.Evidence.SupportsRanking.ShouldBeTrue();
        report.Parameters[0].Parameter.ShouldBe("x3");
        report.Parameters.Where(p => p.IsAboveNoise).Select(p => p.Parameter).ShouldBe(["x3"]);
    }

    [Fact]
    public void A_constant_objective_one_trial_or_none_have_no_importance()
    {
        foreach (var data in new[] { SampleTrials.Sampled(Five, 50, (_, _) => 1), SampleTrials.Sampled(Five, 1, (_, _) => 1), SampleTrials.Sampled(Five, 0, (_, _) => 1) })
        {
            var report = FunctionalAnova.Of(data);
            report.Parameters.Length.ShouldBe(5);
            report.Parameters.ShouldAllBe(p => p.Share == 0 && !p.IsAboveNoise);
            report.Evidence.SupportsRanking.ShouldBeFalse();
            report.Evidence.Sentence.ShouldStartWith("Importance cannot be ranked: ");
            PedAnova.Of(data).ShouldAllBe(p => p.Share == 0);
        }
    }

    [Fact]
    public void Fifty_parameters_and_duplicates_are_no_trouble()
    {
        var space = Floats(50);
        var once = SampleTrials.Sampled(space, 400, (c, _) => 5 * c["x17"].Number + c["x40"].Number);
        var twice = new InsightData(space, once.Objective, once.Trials.Concat(once.Trials.Select(trial => trial with { Number = trial.Number + 1_000 })));
        foreach (var data in new[] { once, twice })
        {
            var report = FunctionalAnova.Of(data);
            report.Parameters.Length.ShouldBe(50);
            report.Parameters[0].Parameter.ShouldBe("x17");
            report.Parameters[0].Share.ShouldBeGreaterThan(0.75);
            report.Interactions.Length.ShouldBe(66); // pairs of twelve
            report.Parameters.Sum(p => p.Share).ShouldBeLessThanOrEqualTo(1 + 1e-9);
            PedAnova.Of(data)[0].Parameter.ShouldBe("x17");
        }
    }

    [Fact]
    public void The_order_of_the_trials_and_the_sign_of_the_goal_change_nothing()
    {
        var data = SampleTrials.Sampled(Five, 150, (c, stream) => c["x0"].Number * c["x1"].Number + 0.1 * stream.NextNormal());
        var report = FunctionalAnova.Of(data);
        foreach (var other in new[] { SampleTrials.Shuffled(data, 1), SampleTrials.Mirrored(data) })
        {
            FunctionalAnova.Of(other).Parameters.ShouldBe(report.Parameters);
            FunctionalAnova.Of(other).Interactions.ShouldBe(report.Interactions);
            FunctionalAnova.Of(other).Evidence.ShouldBe(report.Evidence);
            PedAnova.Of(other).ShouldBe(PedAnova.Of(data));
        }
    }

    [Fact]
    public void Values_that_are_missing_or_out_of_the_space_are_lived_with()
    {
        var space = new SearchSpace([new FloatParameter("x", 0, 1), new CategoricalParameter("model", ["a", "b"]), new IntParameter("layers", 1, 4)]);
        var good = SampleTrials.Sampled(space, 200, (c, _) => c["x"].Number);
        var data = new InsightData(space, good.Objective, good.Trials.Select(trial => trial.Number switch
        {
            3 => trial with { Configuration = trial.Configuration.Without("x") },
            4 => trial with { Configuration = trial.Configuration.With("x", 7.5) },
            5 => trial with { Configuration = trial.Configuration.With("model", "z") },
            6 => trial with { Configuration = trial.Configuration.With("layers", "many") },
            _ => trial,
        }));
        FunctionalAnova.Of(data).Parameters[0].ShouldSatisfyAllConditions(p => p.Parameter.ShouldBe("x"), p => p.Share.ShouldBeGreaterThan(0.9));
        PedAnova.Of(data)[0].Parameter.ShouldBe("x");
    }

    [Fact]
    public void Ped_anova_speaks_of_the_top()
    {
        // Far from the optimum only x0 counts; among the best, x1 decides.
        var space = Floats(3);
        var data = SampleTrials.Sampled(space, 2_000, (c, _) => c["x0"].Number > 0.3 ? 10 + 5 * c["x0"].Number : c["x1"].Number);
        FunctionalAnova.Of(data).Parameters[0].Parameter.ShouldBe("x0");
        var top = PedAnova.Of(data, quantile: 0.05);
        top[0].Parameter.ShouldBe("x1");
        top[1].Parameter.ShouldBe("x0");
        top[2].Share.ShouldBeLessThan(0.03);
        top.Sum(p => p.Share).ShouldBe(1, 1e-9);
        Should.Throw<ArgumentOutOfRangeException>(() => PedAnova.Of(data, 1));
    }

    [Fact]
    public void Ped_anova_of_a_category_is_pearsons_divergence()
    {
        // Of two equally frequent values only one is ever among the best half: densities 1 and 0 against 1/2 and 1/2, so the divergence is 1.
        var space = new SearchSpace([new CategoricalParameter("model", ["a", "b"])]);
        var data = new InsightData(space, new("auc", true), Enumerable.Range(0, 2_000).Select(i =>
            SampleTrials.Completed(i, Configuration.Of(("model", i % 2 == 0 ? "a" : "b")), i % 2 == 0 ? 1 + i * 1e-4 : -i)));
        PedAnova.Of(data, 0.25)[0].Divergence.ShouldBe(1, 0.01);
    }

    private static SearchSpace Floats(int count) => new([.. Enumerable.Range(0, count).Select(i => new FloatParameter($"x{i}", 0, 1))]);
}
