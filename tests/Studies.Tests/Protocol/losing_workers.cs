using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Protocol;

public class losing_workers
{
    private readonly ProtocolDriver driver = new(Samples.Study(trials: 4, parallelism: 2));

    public losing_workers() => driver.Tick();

    [Fact]
    public void a_lost_attempt_is_followed_by_another_of_the_same_trial_with_the_same_seed_and_no_new_number()
    {
        var seed = driver[0].Seed;
        driver.Send(new StudyEvent.AttemptLost(0, 1, "its worker is silent"));
        driver.Store.Trials.Count.ShouldBe(2);
        driver[0].Attempts.Select(a => a.State).ShouldBe([AttemptState.Lost, AttemptState.Queued]);
        driver[0].Seed.ShouldBe(seed);
        driver.Decisions.OfType<Decision.Dispatch>().ShouldHaveSingleItem().Trial.Current.Number.ShouldBe(2);
        driver.Decisions.ShouldContain(new Decision.Stop(0, 1, AttemptState.Superseded));
        driver.Decisions.OfType<Decision.CountLeaseExpired>().Count().ShouldBe(1);
    }

    [Fact]
    public void its_late_result_is_superseded_and_the_next_attempt_counts()
    {
        driver.Send(new StudyEvent.AttemptLost(0, 1, "its worker is silent"));
        driver.Finish(0, 0.1, attempt: 1).ShouldBeOfType<EventReply.Told>().Superseded.ShouldBeTrue();
        driver.Finish(0, 0.2, attempt: 2).ShouldBeOfType<EventReply.Told>().Superseded.ShouldBeFalse();
        driver[0].Current.Values.ShouldBe([0.2]);
        driver.Protocol.Standings.Best!.Value.Loss.ShouldBe(0.2);
    }

    [Fact]
    public void a_claim_is_refused_while_another_living_worker_runs_it()
    {
        driver.Send(new StudyEvent.AttemptStarted(0, 1, "w1", driver.Now));
        driver.Send(new StudyEvent.ClaimRequested(0, 1, "w2", Holder: "w1")).ShouldBeOfType<EventReply.Refused>().Reason.ShouldContain("w1");
        driver[0].Current.Number.ShouldBe(1);
    }

    [Fact]
    public void a_claim_of_what_nobody_runs_is_granted_under_the_next_attempt_and_only_once()
    {
        driver.Send(new StudyEvent.AttemptStarted(0, 1, "w1", driver.Now));
        driver.Send(new StudyEvent.ClaimRequested(0, 1, "w2", Holder: null)).ShouldBe(new EventReply.Claimed(2));
        (driver[0].State, driver[0].Current.Worker, driver[0].Current.Published).ShouldBe((TrialState.Running, "w2", true));
        driver.Decisions.OfType<Decision.Dispatch>().ShouldBeEmpty();
        driver.Send(new StudyEvent.ClaimRequested(0, 1, "w3", Holder: null)).ShouldBeOfType<EventReply.Refused>();
        driver.Finish(0, 1, attempt: 1).ShouldBeOfType<EventReply.Told>().Superseded.ShouldBeTrue();
    }

    [Fact]
    public void a_worker_that_never_got_the_answer_to_its_claim_gets_it_again_without_another_attempt()
    {
        driver.Send(new StudyEvent.ClaimRequested(0, 1, "w2", Holder: null)).ShouldBe(new EventReply.Claimed(2));
        driver.Now += TimeSpan.FromSeconds(5);
        driver.Send(new StudyEvent.ClaimRequested(0, 1, "w2", Holder: null)).ShouldBe(new EventReply.Claimed(2));
        driver[0].Attempts.Length.ShouldBe(2);
    }

    [Fact]
    public void an_attempt_that_a_worker_runs_by_its_own_message_is_not_given_to_it_a_second_time()
    {
        driver.Send(new StudyEvent.AttemptLost(0, 1, "its worker is silent"));
        driver.Now += TimeSpan.FromSeconds(5);
        driver.Send(new StudyEvent.AttemptStarted(0, 2, "w2", driver.Now));
        driver.Send(new StudyEvent.ClaimRequested(0, 1, "w2", Holder: null)).ShouldBeOfType<EventReply.Refused>();
    }

    [Fact]
    public void a_claim_of_what_has_ended_or_never_was_is_told_so()
    {
        driver.Finish(0, 1);
        driver.Send(new StudyEvent.ClaimRequested(0, 1, "w2", null)).ShouldBeOfType<EventReply.Ended>();
        driver.Send(new StudyEvent.ClaimRequested(99, 1, "w2", null)).ShouldBeOfType<EventReply.Unknown>();
        driver.Send(new StudyEvent.ClaimRequested(1, 7, "w2", null)).ShouldBeOfType<EventReply.Unknown>();
    }

    [Fact]
    public void a_trial_that_kills_its_workers_again_and_again_is_failed_for_good()
    {
        for (var attempt = 1; attempt < StudyProtocol.MostAttempts; attempt++) driver.Send(new StudyEvent.AttemptLost(0, attempt, "its worker died"));
        driver[0].State.ShouldBe(TrialState.Proposed);
        driver.Send(new StudyEvent.ClaimRequested(0, StudyProtocol.MostAttempts, "w9", null)).ShouldBeOfType<EventReply.Refused>();
        (driver[0].State, driver[0].Attempts.Length, driver[0].Current.Failure)
            .ShouldBe((TrialState.Failed, StudyProtocol.MostAttempts, FailureKind.Error));
        driver.Store.Trials.Count.ShouldBe(3, "its place is free again");
    }

    [Fact]
    public void what_was_not_confirmed_as_published_is_published_again_after_a_restart()
    {
        driver.Send(new StudyEvent.AttemptPublished(0, 1));
        driver.Reload();
        driver.Decisions.OfType<Decision.Dispatch>().Select(d => (d.Trial.Number, d.Trial.Current.Number)).ShouldBe([(1, 1)]);
    }

    [Fact]
    public void a_transport_that_forgets_makes_what_was_published_start_over()
    {
        driver.Send(new StudyEvent.AttemptPublished(0, 1));
        driver.Reload(queueIsEmpty: true);
        driver.Decisions.OfType<Decision.Dispatch>().Select(d => (d.Trial.Number, d.Trial.Current.Number)).ShouldBe([(0, 2), (1, 1)]);
    }

    [Fact]
    public void a_confirmation_that_comes_after_a_restart_is_not_followed_by_a_second_dispatch()
    {
        driver.Send(new StudyEvent.PauseRequested());
        driver.Reload();
        driver.Send(new StudyEvent.AttemptPublished(0, 1));
        driver.Send(new StudyEvent.ResumeRequested(null));
        driver.Decisions.OfType<Decision.Dispatch>().Select(d => d.Trial.Number).ShouldBe([1]);
    }

    [Fact]
    public void a_result_with_a_state_that_is_no_outcome_is_refused()
    {
        driver.Finish(0, 1, TrialState.Running).ShouldBeOfType<EventReply.Refused>();
        driver[0].State.ShouldBe(TrialState.Proposed);
    }
}
