using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Protocol;

public class failed_trials_are_replayed
{
    [Fact]
    public void the_same_trial_gets_its_next_attempt_and_keeps_the_one_that_failed()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: 3));
        driver.Tick();
        Fail(driver, 0);
        var failed = driver[0];

        var reply = driver.Send(new StudyEvent.ReplayRequested([0])).ShouldBeOfType<EventReply.Replayed>();

        reply.Items.ShouldHaveSingleItem().Number.ShouldBe(0);
        reply.Skipped.ShouldBeEmpty();
        driver[0].State.ShouldBe(TrialState.Proposed);
        driver[0].Attempts[0].ShouldBe(failed.Current);
        driver[0].Current.Number.ShouldBe(2);
        driver[0].Seed.ShouldBe(failed.Seed);
        driver.Store.Trials.Count.ShouldBe(2, "no new number is taken for it");
        driver.Finish(1, 0.5);
        driver.Decisions.OfType<Decision.Dispatch>().ShouldHaveSingleItem().Trial.ShouldBe(driver[0], "it waits for a free place, before anything new");
        driver.Finish(0, 0.25);
        driver.Finish(2, 0.75);
        driver.Study.Status.ShouldBe(StudyStatus.Completed);
        driver.Protocol.Tally[TrialState.Completed].ShouldBe(3);
        driver[0].Attempts.Select(a => a.Sequence).ShouldBe([1L, 3L]);
        Problems(driver).ShouldBeEmpty();
    }

    [Fact]
    public void a_study_that_has_used_its_budget_runs_again_until_the_replayed_trials_end()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: 2));
        driver.Tick();
        Fail(driver, 0);
        Fail(driver, 1);
        driver.Study.Status.ShouldBe(StudyStatus.Completed);

        driver.Send(new StudyEvent.ReplayRequested([0, 1]));

        driver.Study.Status.ShouldBe(StudyStatus.Running);
        driver.Study.Ended.ShouldBeNull();
        driver.Finish(0, 0.5);
        driver.Study.Status.ShouldBe(StudyStatus.Running);
        driver.Finish(1, 0.25);
        driver.Study.Status.ShouldBe(StudyStatus.Completed);
        driver.Study.Best.ShouldBe(1);
        driver.Store.Trials.Count.ShouldBe(2);
    }

    [Fact]
    public void one_of_too_many_failures_can_be_replayed_without_the_budget_stopping_it()
    {
        var driver = FailedStudy(TooManyFailures);

        driver.Send(new StudyEvent.ReplayRequested([1]));
        driver.Tick();

        driver.Study.Status.ShouldBe(StudyStatus.Running);
        driver[1].State.ShouldBe(TrialState.Proposed);
        Fail(driver, 1);
        driver.Study.Status.ShouldBe(StudyStatus.Failed);
        driver[1].Attempts.Length.ShouldBe(2);
        driver.Store.Trials.Count.ShouldBe(3, "what failed too often proposes nothing new");
    }

    [Fact]
    public void once_the_cause_is_repaired_a_failed_study_goes_on_with_the_budget_that_it_has_left()
    {
        var driver = FailedStudy(TooManyFailures);

        driver.Send(new StudyEvent.ReplayRequested([0, 1, 2]));
        for (var number = 0; number < 5; number++) driver.Finish(number, number);

        driver.Study.Status.ShouldBe(StudyStatus.Completed);
        driver.Protocol.Tally[TrialState.Completed].ShouldBe(5);
        Problems(driver).ShouldBeEmpty();
    }

    [Fact]
    public void a_request_that_is_repeated_finds_nothing_to_do()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: 2));
        driver.Tick();
        Fail(driver, 0);
        driver.Send(new StudyEvent.ReplayRequested([0]));
        var replayed = driver[0];

        var again = driver.Send(new StudyEvent.ReplayRequested([0, 0, 1, 7])).ShouldBeOfType<EventReply.Replayed>();

        again.Items.ShouldBeEmpty();
        again.Skipped.Select(s => s.Number).ShouldBe([0L, 1, 7]);
        again.Skipped[0].Reason.ShouldBe("it is under way (attempt 2)");
        again.Skipped[2].Reason.ShouldBe("there is no such trial");
        driver[0].ShouldBe(replayed);
    }

    [Fact]
    public void a_trial_that_succeeded_in_the_meantime_is_left_alone()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: 1));
        driver.Tick();
        Fail(driver, 0);
        driver.Send(new StudyEvent.ReplayRequested([0]));
        driver.Finish(0, 0.5);

        var reply = driver.Send(new StudyEvent.ReplayRequested([0])).ShouldBeOfType<EventReply.Replayed>();

        reply.Skipped.ShouldHaveSingleItem().Reason.ShouldBe("it has not failed: it is Completed");
        driver.Study.Status.ShouldBe(StudyStatus.Completed, "nothing to do is no reason to run again");
    }

    [Fact]
    public void a_cancelled_study_refuses()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: 3));
        driver.Tick();
        Fail(driver, 0);
        driver.Send(new StudyEvent.CancelRequested("enough"));

        driver.Send(new StudyEvent.ReplayRequested([0])).ShouldBeOfType<EventReply.Refused>().Reason.ShouldContain("cancelled");
        driver[0].State.ShouldBe(TrialState.Failed);
    }

    [Fact]
    public void a_paused_study_keeps_replayed_trials_until_it_goes_on()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: 3));
        driver.Tick();
        Fail(driver, 0);
        driver.Send(new StudyEvent.PauseRequested());
        driver.Finish(1, 0.5);
        driver.Send(new StudyEvent.ReplayRequested([0]));
        driver.Decisions.OfType<Decision.Dispatch>().ShouldBeEmpty();

        driver.Send(new StudyEvent.ResumeRequested(null));

        driver.Decisions.OfType<Decision.Dispatch>().ShouldHaveSingleItem().Trial.Number.ShouldBe(0);
    }

    [Fact]
    public void a_process_that_dies_between_the_trials_and_the_study_leaves_nothing_behind()
    {
        for (var after = 0; after < 4; after++)
        {
            var driver = FailedStudy(TooManyFailures);
            driver.TrySend(new StudyEvent.ReplayRequested([0, 1, 2]), failAfter: after, out _);
            driver.Reload();
            driver.Send(new StudyEvent.ReplayRequested([0, 1, 2]));

            driver.Study.Status.ShouldBe(StudyStatus.Running, $"died after {after} writes");
            driver.Store.Trials.Values.Take(3).ShouldAllBe(t => t.State == TrialState.Proposed && t.Attempts.Length == 2);
        }
    }

    [Fact]
    public void a_replayed_trial_may_lose_as_many_workers_as_a_new_one()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: 1));
        driver.Tick();
        for (var lost = 0; lost < StudyProtocol.MostAttempts; lost++) driver.Send(new StudyEvent.AttemptLost(0, driver[0].Current.Number, "gone"));
        driver[0].State.ShouldBe(TrialState.Failed);

        driver.Send(new StudyEvent.ReplayRequested([0]));
        driver.Send(new StudyEvent.AttemptLost(0, driver[0].Current.Number, "gone"));

        driver[0].State.ShouldBe(TrialState.Proposed);
        driver.Finish(0, 0.5);
        driver.Study.Status.ShouldBe(StudyStatus.Completed);
    }

    [Fact]
    public void of_two_proposals_one_replays_and_the_other_learns_of_it()
    {
        var store = FailedStudy(TooManyFailures).Store;
        var one = new ProtocolDriver(TooManyFailures, store: store);
        var other = new ProtocolDriver(TooManyFailures, store: store);

        one.Send(new StudyEvent.ReplayRequested([0, 1, 2]));
        other.Protocol.Handle(other.Prepared(new StudyEvent.ReplayRequested([0, 1, 2])), other.Now, []).ShouldBeOfType<EventReply.Unknown>("it must look into the store first");
        var reply = other.Send(new StudyEvent.ReplayRequested([0, 1, 2])).ShouldBeOfType<EventReply.Replayed>();

        reply.Items.ShouldBeEmpty();
        store.Trials.Values.ShouldAllBe(t => t.Attempts.Length == 2);
    }

    private static StudyDefinition TooManyFailures => Samples.Study(trials: 5, failures: 3);

    private static ProtocolDriver FailedStudy(StudyDefinition study)
    {
        var driver = new ProtocolDriver(study);
        driver.Tick();
        for (var number = 0; number < 3; number++) Fail(driver, number);
        driver.Study.Status.ShouldBe(StudyStatus.Failed);
        return driver;
    }

    private static void Fail(ProtocolDriver driver, long number) => driver.Finish(number, 0, TrialState.Failed);

    private static IReadOnlyList<string> Problems(ProtocolDriver driver) =>
        Verification.Of(Samples.Study(trials: driver.Study.Budget.Trials), new FoldingStrategy(), driver.Store).Problems;
}
