namespace ArchOpt.Search.Tests.Pruners;

/// <summary>Rungs of asha on hand-made histories: eta 2, rungs at 1, 2, 4, ...</summary>
public sealed class asynchronous_halving
{
    private readonly Search.Pruners.IPruner pruner = Curves.Pruner("asha", ("eta", 2));

    [Fact]
    public void has_rungs_at_powers_of_eta()
    {
        Curves.Pruner("asha", ("min_resource", 5), ("max_resource", 400)).Steps.ShouldBe([5, 20, 80, 320]);
        Curves.Pruner("asha", ("min_resource", 5), ("max_resource", 320)).Steps.ShouldBe([5, 20, 80]);
        Curves.Pruner("asha", ("early_stopping_rate", 2), ("max_resource", 300)).Steps.ShouldBe([16, 64, 256]);
    }

    [Fact]
    public void lets_the_first_at_a_rung_go_on_and_then_the_better_half()
    {
        pruner.Stops(0, 1, 0.5).ShouldBeFalse();
        pruner.Stops(1, 1, 0.6).ShouldBeTrue(); // 2 of 2, one goes on
        pruner.Stops(2, 1, 0.4).ShouldBeFalse(); // 1 of 3
        pruner.Stops(3, 1, 0.45).ShouldBeFalse(); // 2 of 4, two go on
        pruner.Reason(4, 1, 0.55).ShouldBe("at step 1 it ranks 4 of 5, and the first 2 go on");
    }

    [Fact]
    public void judges_only_at_rungs()
    {
        pruner.Stops(0, 2, 0.1).ShouldBeFalse();
        pruner.Stops(1, 2, 0.05).ShouldBeFalse();
        pruner.Stops(1, 3, 99).ShouldBeFalse();
        pruner.Stops(0, 4, 0.1).ShouldBeFalse();
        pruner.Stops(1, 4, 99).ShouldBeTrue();
    }

    [Fact]
    public void takes_the_first_report_behind_a_rung_where_the_trial_skips_it()
    {
        pruner.Stops(0, 3, 1).ShouldBeFalse();
        pruner.Reason(1, 5, 2)!.ShouldStartWith("at step 1 it ranks 2 of 2");
    }

    [Fact]
    public void lets_equals_go_on_together()
    {
        for (var n = 0; n < 10; n++) pruner.Stops(n, 1, 0.5).ShouldBeFalse();
    }

    [Fact]
    public void compares_with_stopped_and_ended_trials_too()
    {
        pruner.Ended(Curves.Curve(0, completed: true, 0.3, 0.2));
        pruner.Ended(Curves.Curve(1, completed: false, 0.9));
        pruner.Reason(2, 1, 0.5)!.ShouldStartWith("at step 1 it ranks 2 of 3");
    }

    [Fact]
    public void forgets_failed_trials()
    {
        pruner.Stops(0, 1, 0.1).ShouldBeFalse();
        pruner.Forget(0);
        pruner.Stops(1, 1, 0.9).ShouldBeFalse();
    }

    [Fact]
    public void an_ended_trial_counts_with_its_recorded_curve_and_not_with_what_was_heard_of_it()
    {
        pruner.Stops(0, 1, 0.1).ShouldBeFalse();
        pruner.Ended(Curves.Curve(0, completed: true, 0.7));
        pruner.Stops(1, 1, 0.5).ShouldBeFalse();
    }

    [Fact]
    public void a_trial_without_any_finite_value_is_stopped_and_one_with_some_waits_for_the_next()
    {
        pruner.Reason(0, 1, double.NaN).ShouldBe("at step 1 it has no finite value");
        pruner.Stops(1, 1, 0.5).ShouldBeFalse();
        pruner.Stops(1, 2, double.PositiveInfinity).ShouldBeFalse();
        pruner.Stops(2, 1, 0.1).ShouldBeFalse();
        pruner.Stops(2, 2, 0.1).ShouldBeFalse();
        pruner.Reason(1, 3, 0.5)!.ShouldStartWith("at step 2 it ranks 2 of 2");
    }

    [Theory]
    [InlineData("min_resource: must be < max_resource (was 100 >= 10)", "min_resource", 100, "max_resource", 10)]
    [InlineData("early_stopping_rate: must leave a rung below max_resource (was 3, with min_resource 1, eta 4 and max_resource 10)", "early_stopping_rate", 3, "max_resource", 10)]
    [InlineData("eta: must be in [2, 1000] (was 1)", "eta", 1, "max_resource", 10)]
    [InlineData("min_resurce: unknown setting 'min_resurce' of asha, did you mean 'min_resource'?", "min_resurce", 1, "max_resource", 10)]
    public void names_what_is_wrong(string mistake, string first, double a, string second, double b) =>
        Curves.Mistakes("asha", (first, a), (second, b)).ShouldBe([mistake]);

    [Theory]
    [InlineData("min_resource: must be < max_resource (was 81 >= 81)", "min_resource", 81, "max_resource", 81)]
    [InlineData("s: implies min_resource, which is given too (3); give one of them", "s", 2, "min_iter", 3)]
    [InlineData("s: needs max_resource: the first rung is at max_resource / eta^s", "s", 2, "eta", 3)]
    [InlineData("s: must leave a first rung at step 1 or later (was 5: 81 / 3^5 < 1)", "s", 5, "max_iter", 81)]
    [InlineData("brackets: needs max_resource: without it there is one bracket", "brackets", 2, "min_resource", 3)]
    [InlineData("min_iter: is another name of min_resource, which is given too", "min_iter", 2, "min_resource", 3)]
    [InlineData("max_resource: must be > min_resource, which is 1 unless given (was 1)", "max_resource", 1, "eta", 3)]
    public void names_what_is_wrong_with_hyperband(string mistake, string first, double a, string second, double b) =>
        Curves.Mistakes("hyperband", (first, a), (second, b)).ShouldBe([mistake]);
}
