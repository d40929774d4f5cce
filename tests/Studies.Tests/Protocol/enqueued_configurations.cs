using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Protocol;

public class enqueued_configurations
{
    [Fact]
    public void enqueued_configurations_run_before_what_the_file_and_the_strategy_have_in_mind()
    {
        var driver = new ProtocolDriver(Samples.Study() with { Initial = [Samples.Point(0.1), Samples.Point(0.2)] });
        driver.Tick();
        driver.Send(new StudyEvent.Enqueued([Samples.Point(0.9), Samples.Point(0.8)]));
        for (var i = 0; i < 5; i++) driver.Finish(i, i);
        driver.Store.Trials.Values.Select(t => t.Origin).Take(5).ShouldBe(
            [TrialOrigin.Initial, TrialOrigin.Enqueued, TrialOrigin.Enqueued, TrialOrigin.Initial, TrialOrigin.Strategy]);
        driver[3].Configuration.ShouldBe(Samples.Point(0.2));
    }

    [Fact]
    public void enqueueing_in_the_middle_of_a_replicate_block_finishes_the_block_first()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: 9, replicates: 3));
        driver.Tick();
        var trials = driver.Send(new StudyEvent.Enqueued([Samples.Point(0.9)])).ShouldBeOfType<EventReply.Trials>().Items;
        trials.Select(t => (t.Number, t.Seed)).ShouldBe([(3, 1), (4, 2), (5, 3)]);
        driver[1].Configuration.ShouldBe(driver[0].Configuration);
        driver[2].Configuration.ShouldBe(driver[0].Configuration);
    }

    [Fact]
    public void a_crash_between_two_enqueued_replicates_is_made_good_by_the_same_configuration()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: 9, parallelism: 9, replicates: 3));
        driver.TrySend(new StudyEvent.Enqueued([Samples.Point(0.9)]), failAfter: 1, out _).ShouldBeFalse();
        driver.Tick();
        driver.Store.Trials.Values.Take(3).ShouldAllBe(t => t.Configuration.Equals(Samples.Point(0.9)) && t.Origin == TrialOrigin.Enqueued);
        driver[3].Origin.ShouldBe(TrialOrigin.Strategy);
    }

    [Fact]
    public void more_than_the_budget_leaves_is_refused_whole()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: 5, replicates: 3));
        driver.Tick();
        driver.Send(new StudyEvent.Enqueued([Samples.Point(0.9)])).ShouldBeOfType<EventReply.Refused>().Reason
            .ShouldBe("the budget of 5 trials leaves 4, and these configurations need 5");
        driver.Store.Trials.Count.ShouldBe(1);
    }
}
