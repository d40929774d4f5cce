using ArchOpt.Search.Pruners;

namespace ArchOpt.Search.Tests.Pruners;

/// <summary>Golovin et al. 2017, section 3.2.2, on curves that can be worked out by hand.</summary>
public sealed class the_median_rule
{
    /// <summary>Three completed trials; averages up to step 2: 0.45, 0.65, 0.85.</summary>
    private static IPruner Of(string name = "median", params (string, double)[] settings)
    {
        var pruner = Curves.Pruner(name, [("n_startup_trials", 3), .. settings]);
        pruner.Completed(0, 0.5, 0.4, 0.3);
        pruner.Completed(1, 0.7, 0.6, 0.5);
        pruner.Completed(2, 0.9, 0.8, 0.7);
        return pruner;
    }

    [Fact]
    public void stops_what_is_strictly_worse_than_the_median_of_the_averages()
    {
        Of().RunUntilStopped(9, 0.7, 0.64).ShouldBeNull();
        Of().RunUntilStopped(9, 0.7, 0.66).ShouldBe(2);
        Of().RunUntilStopped(9, 0.71).ShouldBe(1);
        Of().Reason(9, 1, 0.71).ShouldBe("at step 1 its best is worse than the median of 3 completed trials' averages");
    }

    [Fact]
    public void compares_the_best_so_far_and_not_the_last() => Of().RunUntilStopped(9, 0.2, 5, 5).ShouldBeNull();

    [Fact]
    public void waits_for_enough_completed_trials()
    {
        var pruner = Curves.Pruner("median", ("n_startup_trials", 2));
        pruner.Completed(0, 0.1);
        pruner.Ended(Curves.Curve(1, completed: false, 0.1)); // stopped ones are not compared with
        pruner.Stops(9, 1, 1).ShouldBeFalse();
        pruner.Completed(2, 0.1);
        pruner.Stops(9, 2, 1).ShouldBeTrue();
    }

    [Fact]
    public void stops_nothing_before_the_warm_up_is_over() =>
        Of(settings: ("n_warmup_steps", 3)).RunUntilStopped(9, 5, 5, 5, 5).ShouldBe(3);

    [Fact]
    public void looks_once_in_an_interval()
    {
        var pruner = Of(settings: [("n_warmup_steps", 2), ("interval", 10)]);
        pruner.Stops(9, 2, 0.64).ShouldBeFalse(); // as good as the median up to step 2, and worse than that up to step 3
        pruner.Stops(9, 3, 0.64).ShouldBeFalse();
        pruner.Stops(9, 11, 0.64).ShouldBeFalse();
        pruner.Stops(9, 13, 0.64).ShouldBeTrue();
    }

    [Fact]
    public void all_reports_of_a_shorter_trial_count_later_on() => Of().Stops(9, 100, 0.61).ShouldBeTrue();

    [Fact]
    public void a_percentile_is_another_quantile_than_the_half()
    {
        Of("percentile").Stops(9, 1, 0.59).ShouldBeFalse(); // 25 %: half-way between 0.5 and 0.7
        Of("percentile").Reason(9, 1, 0.61).ShouldBe("at step 1 its best is worse than the 25 % quantile of 3 completed trials' averages");
        Of("percentile", ("percentile", 100)).Stops(9, 1, 0.9).ShouldBeFalse();
        Of("percentile", ("percentile", 100)).Stops(9, 1, 0.91).ShouldBeTrue();
        Of("percentile", ("percentile", 0)).Stops(9, 1, 0.51).ShouldBeTrue();
    }

    [Fact]
    public void a_trial_that_has_nothing_but_NaN_is_stopped()
    {
        Of().Reason(9, 1, double.NaN).ShouldBe("at step 1 it has no finite value");
        Of().RunUntilStopped(9, 0.5, double.NaN, double.NaN).ShouldBeNull();
    }

    [Fact]
    public void NaN_of_completed_trials_is_left_out_of_their_averages()
    {
        var pruner = Curves.Pruner("median", ("n_startup_trials", 1));
        pruner.Completed(0, double.NaN, 0.5, double.NaN, 0.3);
        pruner.Stops(8, 1, 9).ShouldBeFalse(); // nothing to compare with yet
        pruner.Stops(9, 4, 0.41).ShouldBeTrue();
        pruner.Stops(10, 4, 0.39).ShouldBeFalse();
    }

    [Fact]
    public void huge_losses_do_not_overflow()
    {
        var pruner = Curves.Pruner("median", ("n_startup_trials", 1));
        pruner.Completed(0, double.MaxValue, double.MaxValue, -double.MaxValue);
        pruner.Stops(9, 2, 1).ShouldBeFalse();
    }

    [Fact]
    public void the_last_thousand_completed_trials_are_compared_with()
    {
        var pruner = Curves.Pruner("median", ("n_startup_trials", 1));
        for (var n = 0; n < 600; n++) pruner.Completed(n, 0);
        for (var n = 600; n < 1_500; n++) pruner.Completed(n, 1);
        pruner.Stops(2_000, 1, 1).ShouldBeFalse();
        pruner.Reason(2_000, 2, 1).ShouldBeNull();
        pruner.Reason(2_001, 1, 1.1)!.ShouldContain("of 1000 completed");
    }
}
