using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Protocol;

public class failed_trials_are_discarded
{
    [Fact]
    public void with_a_reason_and_nothing_else_of_them_changes()
    {
        var driver = Failed(trials: 3, failing: [0, 1]);
        var before = driver[0];

        var reply = driver.Send(new StudyEvent.DiscardRequested([0], "a bad disk")).ShouldBeOfType<EventReply.Discarded>();

        reply.Items.ShouldHaveSingleItem().Number.ShouldBe(0);
        driver[0].ShouldBe(before with { Discarded = new("a bad disk", driver.Now), Revision = before.Revision + 1 });
        driver.Protocol.Tally[TrialState.Failed].ShouldBe(2);
        driver.Study.Discarded.ShouldBe(1);
        driver.Study.Status.ShouldBe(StudyStatus.Running);
        driver.Finish(2, 0.5);
        driver.Study.Status.ShouldBe(StudyStatus.Completed);
        Verification.Of(Samples.Study(trials: 3), new FoldingStrategy(), driver.Store).Problems.ShouldBeEmpty();
    }

    [Fact]
    public void once_and_only_what_failed_here()
    {
        var driver = Failed(trials: 3, failing: [0]);
        driver.Send(new StudyEvent.DiscardRequested([0], "a bad disk"));
        var discarded = driver[0];

        var again = driver.Send(new StudyEvent.DiscardRequested([0, 0, 1, 9], "once more")).ShouldBeOfType<EventReply.Discarded>();

        again.Items.ShouldBeEmpty();
        again.Skipped.ShouldBe([new(0, "it was discarded before: a bad disk"), new(1, "it is under way (attempt 1)"), new(9, "there is no such trial")]);
        driver[0].ShouldBe(discarded);
    }

    [Fact]
    public void once_too_when_the_wish_comes_twice_in_one_batch_and_a_replay_behind_it_takes_it_back()
    {
        var driver = Failed(trials: 2, failing: [0]);
        var wish = driver.Prepared(new StudyEvent.DiscardRequested([0], "over"));
        var decisions = new List<Decision>();

        driver.Protocol.Handle(wish, driver.Now, decisions).ShouldBeOfType<EventReply.Discarded>().Items.ShouldHaveSingleItem();
        driver.Protocol.Handle(wish, driver.Now, decisions).ShouldBeOfType<EventReply.Discarded>().Skipped.ShouldHaveSingleItem();
        driver.Protocol.Handle(driver.Prepared(new StudyEvent.ReplayRequested([0])), driver.Now, decisions).ShouldBeOfType<EventReply.Replayed>().Items.ShouldHaveSingleItem();
        driver.Protocol.Schedule(driver.Now, decisions);

        decisions.ShouldAllBe(decision => driver.Store.TryApply(decision));
        driver[0].ShouldSatisfyAllConditions(t => t.State.ShouldBe(TrialState.Proposed), t => t.Discarded.ShouldBeNull());
    }

    [Fact]
    public void one_that_is_named_can_still_be_replayed_and_is_discarded_no_more()
    {
        var driver = Failed(trials: 1, failing: [0]);
        driver.Send(new StudyEvent.DiscardRequested([0], "a bad disk"));

        driver.Send(new StudyEvent.ReplayRequested([0])).ShouldBeOfType<EventReply.Replayed>().Items.ShouldHaveSingleItem();

        driver[0].ShouldSatisfyAllConditions(t => t.State.ShouldBe(TrialState.Proposed), t => t.Discarded.ShouldBeNull());
        driver.Study.Discarded.ShouldBe(0);
        driver.Finish(0, 0, TrialState.Failed);
        driver[0].IsToBeReplayed().ShouldBeTrue("it failed anew");
    }

    [Fact]
    public void of_a_cancelled_study_as_well()
    {
        var driver = Failed(trials: 3, failing: [0]);
        driver.Send(new StudyEvent.CancelRequested("enough"));

        driver.Send(new StudyEvent.DiscardRequested([0], "over")).ShouldBeOfType<EventReply.Discarded>().Items.ShouldHaveSingleItem();

        driver.Study.ShouldSatisfyAllConditions(s => s.Status.ShouldBe(StudyStatus.Cancelled), s => s.Reason.ShouldBe("enough"), s => s.Discarded.ShouldBe(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void a_process_that_dies_half_way_leaves_the_rest_to_who_repeats_it(int after)
    {
        var driver = Failed(trials: 2, failing: [0, 1]);
        driver.TrySend(new StudyEvent.DiscardRequested([0, 1], "over"), failAfter: after, out _);

        driver.Reload();
        driver.Send(new StudyEvent.DiscardRequested([0, 1], "over"));

        driver.Store.Trials.Values.ShouldAllBe(t => t.Discarded != null && t.Attempts.Length == 1);
        driver.Study.Discarded.ShouldBe(2);
    }

    private static ProtocolDriver Failed(int trials, long[] failing)
    {
        var driver = new ProtocolDriver(Samples.Study(trials: trials));
        driver.Tick();
        foreach (var number in failing) driver.Finish(number, 0, TrialState.Failed);
        return driver;
    }
}
