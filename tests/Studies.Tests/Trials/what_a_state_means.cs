using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Trials;

/// <summary>The state table of DESIGN 3, column by column: each names the states for which it holds, and so those for which it does not.</summary>
public class what_a_state_means
{
    [Fact]
    public void proposed_and_running_trials_are_in_flight_and_the_rest_have_ended() => Where(r => r.IsTerminal).ShouldBe(
        [TrialState.Completed, TrialState.Pruned, TrialState.Infeasible, TrialState.Failed, TrialState.Cancelled]);

    [Fact]
    public void every_trial_uses_its_budget_slot_whatever_became_of_it() => Where(r => r.UsesBudget).ShouldBe(Enum.GetValues<TrialState>());

    [Fact]
    public void a_strategy_learns_from_every_end_but_a_cancellation() => Where(r => r.FeedsStrategy).ShouldBe(
        [TrialState.Completed, TrialState.Pruned, TrialState.Infeasible, TrialState.Failed]);

    [Fact]
    public void only_a_completed_trial_may_be_best() => Where(r => r.MayBeBest).ShouldBe([TrialState.Completed]);

    [Fact]
    public void only_a_failed_trial_counts_as_failure() => Where(r => r.CountsAsFailure).ShouldBe([TrialState.Failed]);

    [Fact]
    public void an_unknown_state_has_no_meaning() =>
        Should.Throw<ArgumentOutOfRangeException>(() => ((TrialState)Enum.GetValues<TrialState>().Length).Rule());

    [Fact]
    public void a_terminal_state_and_its_attempt_state_name_each_other()
    {
        foreach (var state in Where(r => r.IsTerminal)) state.ToAttemptState().ToTrialState().ShouldBe(state);
    }

    [Fact]
    public void an_attempt_that_ended_no_trial_gives_no_trial_state()
    {
        foreach (var state in new[] { AttemptState.Queued, AttemptState.Running, AttemptState.Lost, AttemptState.Superseded })
            Should.Throw<ArgumentOutOfRangeException>(() => state.ToTrialState());
    }

    private static TrialState[] Where(Func<TrialStateRule, bool> column) => [.. Enum.GetValues<TrialState>().Where(s => column(s.Rule()))];
}
