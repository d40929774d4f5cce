using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Protocol;

public class a_budget_ends_a_study
{
    [Fact]
    public void its_trials_are_used_and_none_is_proposed_beyond_them()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: 3, parallelism: 8));
        driver.Tick();
        driver.Store.Trials.Count.ShouldBe(3);
        for (var i = 0; i < 3; i++) driver.Finish(i, loss: 3 - i);
        driver.Study.Status.ShouldBe(StudyStatus.Completed);
        driver.Study.Reason.ShouldBe("the budget of 3 trials is used");
        driver.Study.Best.ShouldBe(2);
        driver.Study.Ended.ShouldBe(driver.Now);
    }

    [Fact]
    public void failures_end_it_as_failed_and_no_trial_is_proposed_only_to_be_cancelled()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: 100, parallelism: 2, failures: 2));
        driver.Tick();
        driver.Finish(0, 1, TrialState.Failed);
        driver.Finish(1, 1, TrialState.Failed);
        driver.Study.Status.ShouldBe(StudyStatus.Failed);
        driver.Store.Trials.Values.Select(t => t.State).ShouldBe([TrialState.Failed, TrialState.Failed, TrialState.Cancelled]);
        driver.Decisions.OfType<Decision.Stop>().ShouldBe([new Decision.Stop(2, 1, AttemptState.Cancelled)]);
        driver.Decisions.OfType<Decision.Insert>().ShouldBeEmpty();
        driver.Decisions[^1].ShouldBeOfType<Decision.ReplaceStudy>("so that a crash before it leaves a running study and not an ended one with trials in flight");
    }

    [Fact]
    public void time_counts_while_it_runs_over_restarts_but_not_while_it_is_paused_or_down()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: null, time: TimeSpan.FromMinutes(10)));
        driver.Tick();
        driver.Tick(TimeSpan.FromMinutes(4));
        driver.Send(new StudyEvent.PauseRequested());
        driver.Tick(TimeSpan.FromHours(5));
        driver.Send(new StudyEvent.ResumeRequested(null));
        driver.Tick(TimeSpan.FromMinutes(4));
        driver.Now += TimeSpan.FromHours(5);
        driver.Reload();
        driver.Protocol.Elapsed(driver.Now).ShouldBe(TimeSpan.FromMinutes(8));
        driver.Tick(TimeSpan.FromMinutes(1.9));
        driver.Study.Status.ShouldBe(StudyStatus.Running);
        driver.Tick(TimeSpan.FromMinutes(0.1));
        driver.Study.Status.ShouldBe(StudyStatus.Completed);
        driver.Study.Elapsed.ShouldBe(TimeSpan.FromMinutes(10));
        driver[0].State.ShouldBe(TrialState.Cancelled);
        driver.Store.Trials.Count.ShouldBe(1);
    }

    [Fact]
    public void elapsed_time_is_stored_often_enough_that_a_crash_loses_seconds()
    {
        var driver = new ProtocolDriver(Samples.Study(time: TimeSpan.FromHours(1)));
        for (var i = 0; i < 100; i++) driver.Tick(TimeSpan.FromSeconds(1));
        driver.Reload();
        driver.Protocol.Elapsed(driver.Now).ShouldBeGreaterThan(TimeSpan.FromSeconds(90 - 1));
    }

    [Fact]
    public void the_end_of_the_space_ends_it_once_all_have_been_observed()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: null, parallelism: 4), () => new FoldingStrategy(size: 2));
        driver.Tick();
        driver.Finish(0, 1);
        driver.Study.Status.ShouldBe(StudyStatus.Running);
        driver.Finish(1, 1);
        driver.Study.Status.ShouldBe(StudyStatus.Completed);
        driver.Study.Reason.ShouldBe("that was all");
    }

    [Fact]
    public void a_strategy_that_waits_for_nothing_ends_it_instead_of_hanging_it()
    {
        var driver = new ProtocolDriver(Samples.Study(), () => new WaitingStrategy());
        driver.Tick();
        driver.Study.Status.ShouldBe(StudyStatus.Completed);
        driver.Study.Reason.ShouldContain("for Godot");
    }

    [Fact]
    public void a_larger_budget_lets_it_go_on_and_the_best_is_open_again()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: 1));
        driver.Tick();
        driver.Finish(0, 1);
        driver.Send(new StudyEvent.ResumeRequested(driver.Study.Budget with { Trials = 2 })).ShouldBe(EventReply.Done.Instance);
        (driver.Study.Status, driver.Study.Best, driver.Study.Ended).ShouldBe((StudyStatus.Running, null, null));
        driver.Store.Trials.Count.ShouldBe(2);
        driver.Decisions[0].ShouldBeOfType<Decision.ReplaceStudy>("the budget must be durable before the trials that it allows");
        driver.Finish(1, 0);
        driver.Study.Best.ShouldBe(1);
    }

    [Fact]
    public void an_ended_study_refuses_to_resume_under_a_budget_that_is_used_as_well()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: 1));
        driver.Tick();
        driver.Finish(0, 1);
        foreach (var budget in new[] { null, driver.Study.Budget, driver.Study.Budget with { Parallelism = 9 } })
            driver.Send(new StudyEvent.ResumeRequested(budget)).ShouldBeOfType<EventReply.Refused>().Reason.ShouldContain("larger budget");
        driver.Study.Status.ShouldBe(StudyStatus.Completed);
    }

    [Fact]
    public void cancelled_is_final()
    {
        var driver = new ProtocolDriver(Samples.Study(parallelism: 2));
        driver.Tick();
        driver.Send(new StudyEvent.CancelRequested("enough")).ShouldBe(EventReply.Done.Instance);
        driver.Store.Trials.Values.ShouldAllBe(t => t.State == TrialState.Cancelled && t.Current.Reason == "enough");
        driver.Send(new StudyEvent.ResumeRequested(new Budget(99, 1, null, null))).ShouldBeOfType<EventReply.Refused>();
        driver.Send(new StudyEvent.PauseRequested()).ShouldBeOfType<EventReply.Refused>();
        driver.Send(new StudyEvent.CancelRequested("again")).ShouldBeOfType<EventReply.Refused>();
        driver.Send(new StudyEvent.Enqueued([Samples.Point(0)])).ShouldBeOfType<EventReply.Refused>();
        driver.Finish(0, 1).ShouldBeOfType<EventReply.Ended>();
        driver.Study.Reason.ShouldBe("enough");
    }

    [Fact]
    public void several_changes_in_one_batch_are_one_revision()
    {
        var driver = new ProtocolDriver(Samples.Study());
        var decisions = new List<Decision>();
        driver.Protocol.Handle(new StudyEvent.PauseRequested(), driver.Now, decisions);
        driver.Protocol.Handle(new StudyEvent.ResumeRequested(null), driver.Now, decisions);
        driver.Protocol.Handle(new StudyEvent.CancelRequested("no"), driver.Now, decisions);
        driver.Protocol.Schedule(driver.Now, decisions);
        var study = decisions.OfType<Decision.ReplaceStudy>().ShouldHaveSingleItem().Study;
        (study.Revision, study.Status).ShouldBe((2, StudyStatus.Cancelled));
        decisions.ShouldAllBe(d => driver.Store.TryApply(d));
    }

    [Fact]
    public void a_paused_study_proposes_nothing_and_lets_what_runs_finish()
    {
        var driver = new ProtocolDriver(Samples.Study(parallelism: 2));
        driver.Tick();
        driver.Send(new StudyEvent.PauseRequested());
        driver.Finish(0, 1).ShouldBeOfType<EventReply.Told>().Trial.State.ShouldBe(TrialState.Completed);
        driver.Store.Trials.Count.ShouldBe(2);
        driver.Send(new StudyEvent.ResumeRequested(null));
        driver.Store.Trials.Count.ShouldBe(3);
    }

    [Fact]
    public void a_trial_that_another_proposal_inserted_while_the_study_ended_is_cancelled_with_it()
    {
        var study = Samples.Study(parallelism: 1);
        var one = new ProtocolDriver(study);
        one.Tick();
        var other = new ProtocolDriver(study, store: one.Store);
        one.Send(new StudyEvent.CancelRequested("enough"));
        other.TrySend(new StudyEvent.Enqueued([Samples.Point(0.5)]), failAfter: 1, out _);
        one.Store.Trials[1].State.ShouldBe(TrialState.Proposed);
        other.Tick();
        one.Store.Trials[1].State.ShouldBe(TrialState.Cancelled);
    }

    private sealed class WaitingStrategy : Search.Strategies.IStrategy
    {
        public void Observe(Search.Strategies.Observation observation) => throw new InvalidOperationException("There is nothing to observe.");

        public Search.Strategies.Proposal Propose(Search.Strategies.ProposalRequest request) => new Search.Strategies.Proposal.Wait("for Godot");
    }
}
