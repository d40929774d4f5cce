using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Trials;

public class judging_a_result
{
    private static readonly StudyDefinition Study = Samples.Study() with
    {
        Objectives = [Samples.Maximized, Samples.Minimized],
        Constraints = [new("qps", Min: 3500, Max: null), new("memory", Min: 2, Max: 8), new("latency", Min: null, Max: 10, ConstraintMode.Soft)],
    };

    [Fact]
    public void a_complete_result_within_all_bounds_completes_with_the_values_in_the_studys_order()
    {
        var judgement = Judge(TrialState.Completed, Good());
        judgement.State.ShouldBe(TrialState.Completed);
        judgement.Values.ShouldBe([0.1, 0.5]);
        judgement.Violation.ShouldBe(0);
        judgement.Failure.ShouldBeNull();
    }

    [Theory]
    [InlineData("score")]
    [InlineData("loss")]
    [InlineData("qps")]
    [InlineData("latency")]
    public void a_metric_that_was_never_reported_is_a_failure_that_names_it_and_what_came_instead(string metric)
    {
        var judgement = TrialJudgement.Judge(Study, TrialState.Completed, Samples.Metrics([.. Good().Where(m => m.Name != metric)]), null);
        judgement.State.ShouldBe(TrialState.Failed);
        judgement.Failure.ShouldBe(FailureKind.MissingMetric);
        judgement.Reason.ShouldNotBeNull().ShouldContain($"'{metric}'");
        judgement.Reason.ShouldContain("memory");
    }

    [Fact]
    public void no_metric_at_all_is_said_so() =>
        Judge(TrialState.Completed).Reason.ShouldBe("The evaluator reported no 'score', nor any other metric.");

    [Fact]
    public void what_the_evaluator_ignored_is_told_where_a_metric_is_missing_and_nowhere_else()
    {
        const string note = "Not numbers, and so ignored: 'score' (was \"low\").";
        TrialJudgement.Judge(Study, TrialState.Completed, Samples.Metrics(("loss", 0.5)), note).Reason
            .ShouldBe("The evaluator reported no 'score'; it reported loss. " + note);
        TrialJudgement.Judge(Study, TrialState.Completed, Samples.Metrics(Good()), note).Reason.ShouldBeNull();
    }

    [Theory]
    [InlineData("loss", double.NaN)]
    [InlineData("score", double.PositiveInfinity)]
    [InlineData("qps", double.NegativeInfinity)]
    [InlineData("memory", double.NaN)]
    [InlineData("latency", double.NaN)]
    public void a_value_that_is_no_number_is_a_failure_of_its_own_kind(string metric, double value)
    {
        var judgement = Judge(TrialState.Completed, [.. Good(), (metric, value)]);
        judgement.State.ShouldBe(TrialState.Failed);
        judgement.Failure.ShouldBe(FailureKind.NonFinite);
        judgement.Reason.ShouldBe($"{metric} is {value}");
        judgement.Values.Length.ShouldBe(2, "it is stored and shown");
    }

    [Fact]
    public void a_metric_that_nothing_depends_on_may_be_anything() =>
        Judge(TrialState.Completed, [.. Good(), ("grad_norm", double.NaN)]).State.ShouldBe(TrialState.Completed);

    [Theory]
    [InlineData(3500, 2, TrialState.Completed, 0)]
    [InlineData(3150, 2, TrialState.Infeasible, 0.1)]
    [InlineData(3500, 10, TrialState.Infeasible, 0.25)]
    [InlineData(3500, 1, TrialState.Infeasible, 0.5)]
    [InlineData(3150, 10, TrialState.Infeasible, 0.35)]
    public void hard_bounds_are_inclusive_and_violations_add_up_relative_to_the_bound(double qps, double memory, TrialState state, double violation)
    {
        var judgement = Judge(TrialState.Completed, [.. Good(), ("qps", qps), ("memory", memory)]);
        judgement.State.ShouldBe(state);
        judgement.Violation.ShouldBe(violation, 1e-12);
        judgement.Values.ShouldBe([0.1, 0.5], "a strategy may learn from them");
    }

    [Fact]
    public void every_broken_bound_is_named() => Judge(TrialState.Completed, [.. Good(), ("qps", 3000), ("memory", 9)]).Reason
        .ShouldBe("qps 3000 is below 3500; memory 9 is above 8");

    [Fact]
    public void a_broken_soft_bound_leaves_the_trial_completed() =>
        Judge(TrialState.Completed, [.. Good(), ("latency", 1e6)]).State.ShouldBe(TrialState.Completed);

    [Fact]
    public void a_pruned_run_stays_pruned_and_may_lack_what_it_had_no_time_to_measure()
    {
        var judgement = Judge(TrialState.Pruned, ("score", 0.1), ("loss", 0.5), ("memory", 4));
        judgement.State.ShouldBe(TrialState.Pruned);
        judgement.Values.ShouldBe([0.1, 0.5]);
    }

    [Fact]
    public void a_pruned_run_is_judged_by_what_it_did_measure()
    {
        Judge(TrialState.Pruned, ("score", 0.1), ("loss", 0.5), ("memory", 9)).State.ShouldBe(TrialState.Infeasible);
        Judge(TrialState.Pruned, ("score", 0.1), ("loss", 0.5), ("memory", double.NaN)).Failure.ShouldBe(FailureKind.NonFinite);
        Judge(TrialState.Pruned, ("score", 0.1)).State.ShouldBe(TrialState.Pruned);
        Judge(TrialState.Pruned).Values.ShouldBeEmpty();
    }

    [Fact]
    public void what_the_evaluator_calls_infeasible_is_so_by_an_unknown_amount()
    {
        var judgement = TrialJudgement.Judge(Study, TrialState.Infeasible, Samples.Metrics(), "out of memory");
        judgement.State.ShouldBe(TrialState.Infeasible);
        judgement.Violation.ShouldBe(double.NaN);
        judgement.Values.ShouldBeEmpty();
        judgement.Reason.ShouldBe("out of memory");
    }

    [Fact]
    public void what_the_evaluator_calls_failed_is_an_error_with_its_reason()
    {
        var judgement = TrialJudgement.Judge(Study, TrialState.Failed, Samples.Metrics(Good()), "exit code 137");
        (judgement.State, judgement.Failure, judgement.Reason).ShouldBe((TrialState.Failed, FailureKind.Error, "exit code 137"));
    }

    [Fact]
    public void a_cancelled_run_is_no_failure()
    {
        var judgement = Judge(TrialState.Cancelled);
        (judgement.State, judgement.Failure, judgement.Violation).ShouldBe((TrialState.Cancelled, null, 0));
    }

    [Theory]
    [InlineData(TrialState.Proposed)]
    [InlineData(TrialState.Running)]
    public void a_state_in_flight_is_no_outcome(TrialState state) => Should.Throw<ArgumentOutOfRangeException>(() => Judge(state, Good()));

    private static TrialJudgement Judge(TrialState reported, params (string Name, double Value)[] metrics) =>
        TrialJudgement.Judge(Study, reported, Samples.Metrics(metrics), null);

    private static (string Name, double Value)[] Good() => [("score", 0.1), ("loss", 0.5), ("qps", 4000), ("memory", 4), ("latency", 9)];
}
