using System.Collections.Immutable;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Protocol;

public class ask_and_tell
{
    private readonly ProtocolDriver driver = new(Samples.External(trials: 3), askTimeout: TimeSpan.FromMinutes(5));

    [Fact]
    public void nothing_happens_until_somebody_asks()
    {
        driver.Tick(TimeSpan.FromHours(1));
        driver.Store.Trials.ShouldBeEmpty();
    }

    [Fact]
    public void asking_hands_out_running_trials_up_to_the_budget_and_then_none()
    {
        Ask(2).Select(t => (t.Number, t.State, t.Current.Number)).ShouldBe([(0, TrialState.Running, 1), (1, TrialState.Running, 1)]);
        Ask(int.MaxValue).Select(t => t.Number).ShouldBe([2]);
        Ask(1).ShouldBeEmpty();
        driver.Study.Status.ShouldBe(StudyStatus.Running);
    }

    [Fact]
    public void telling_twice_counts_once()
    {
        Ask(1);
        Tell(0, 0.5).ShouldBeOfType<EventReply.Told>().Trial.Current.Values.ShouldBe([0.5]);
        Tell(0, 0.1).ShouldBeOfType<EventReply.Ended>();
        driver[0].Current.Values.ShouldBe([0.5]);
        driver.Protocol.LastSequence.ShouldBe(1);
    }

    [Fact]
    public void telling_all_ends_the_study()
    {
        Ask(3);
        for (var i = 0; i < 3; i++) Tell(i, i);
        (driver.Study.Status, driver.Study.Best).ShouldBe((StudyStatus.Completed, 0));
        driver.Send(new StudyEvent.Asked(1)).ShouldBeOfType<EventReply.Refused>();
    }

    [Fact]
    public void telling_of_a_trial_that_was_never_asked_for_is_unknown() => Tell(0, 1).ShouldBeOfType<EventReply.Unknown>();

    [Fact]
    public void a_trial_nobody_tells_of_is_handed_out_again_as_another_attempt()
    {
        Ask(1);
        driver.Tick(TimeSpan.FromMinutes(5));
        driver[0].Attempts.Length.ShouldBe(1);
        driver.Tick(TimeSpan.FromSeconds(1));
        var again = Ask(1).ShouldHaveSingleItem();
        (again.Number, again.Current.Number).ShouldBe((0, 2));
    }

    [Fact]
    public void telling_of_the_attempt_that_timed_out_is_superseded_and_kept_for_people()
    {
        Ask(1);
        driver.Tick(TimeSpan.FromMinutes(6));
        driver.Finish(0, 0.25, attempt: 1).ShouldBeOfType<EventReply.Told>().Superseded.ShouldBeTrue();
        driver.Decisions.OfType<Decision.CountSuperseded>().Count().ShouldBe(1);
        driver[0].State.ShouldBe(TrialState.Proposed);
        driver[0].Attempts[0].State.ShouldBe(AttemptState.Superseded);
        driver[0].Attempts[0].Metrics["loss"].ShouldBe(0.25);
        driver.Finish(0, 0.25, attempt: 1);
        driver.Decisions.ShouldBeEmpty("the same late result again is nothing new");
    }

    [Fact]
    public void telling_without_an_attempt_means_the_current_one_even_while_it_waits()
    {
        Ask(1);
        driver.Tick(TimeSpan.FromMinutes(6));
        Tell(0, 0.5).ShouldBeOfType<EventReply.Told>().Trial.Current.Number.ShouldBe(2);
        Ask(1).Single().Number.ShouldBe(1);
    }

    [Fact]
    public void what_was_enqueued_is_handed_out_before_anything_new()
    {
        driver.Send(new StudyEvent.Enqueued([Samples.Point(0.125)]));
        driver.Reload();
        Ask(2).Select(t => t.Origin).ShouldBe([TrialOrigin.Enqueued, TrialOrigin.Strategy]);
    }

    [Fact]
    public void asking_after_the_time_is_up_hands_out_nothing_that_is_cancelled_at_once()
    {
        var timed = new ProtocolDriver(Samples.External() with { Budget = new(9, 1, TimeSpan.FromMinutes(1), null) });
        timed.Now += TimeSpan.FromMinutes(2);
        timed.Send(new StudyEvent.Asked(1)).ShouldBeOfType<EventReply.Refused>().Reason.ShouldContain("time budget");
        timed.Store.Trials.ShouldBeEmpty();
    }

    [Fact]
    public void a_study_with_workers_is_not_asked() =>
        new ProtocolDriver(Samples.Study()).Send(new StudyEvent.Asked(1)).ShouldBeOfType<EventReply.Refused>().Reason.ShouldContain("'external'");

    [Fact]
    public void a_paused_study_hands_out_nothing_and_still_listens()
    {
        Ask(1);
        driver.Send(new StudyEvent.PauseRequested());
        driver.Send(new StudyEvent.Asked(1)).ShouldBeOfType<EventReply.Refused>();
        Tell(0, 1).ShouldBeOfType<EventReply.Told>();
    }

    private ImmutableArray<Trial> Ask(int count) => driver.Send(new StudyEvent.Asked(count)).ShouldBeOfType<EventReply.Trials>().Items;

    private EventReply Tell(long number, double loss) =>
        driver.Send(ProtocolDriver.Result(number, null, TrialState.Completed, Samples.Metrics(("loss", loss))));
}
