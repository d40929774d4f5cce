using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Protocol;

public class trainings_that_were_stopped_early
{
    private static StudyEvent.AttemptFinished Trained(
        long number, int attempt, TrainingSummary? training, TrialState outcome = TrialState.Completed) =>
        ProtocolDriver.Result(number, attempt, outcome, Samples.Metrics(("loss", 1.0 / (1 + number)))) with { Training = training };

    [Fact]
    public void their_saving_is_counted_once_and_known_after_every_start()
    {
        var driver = new ProtocolDriver(Samples.Study(parallelism: 2));
        driver.Tick();
        driver.Send(Trained(0, 1, new(10, 46, 82)));
        driver.Send(Trained(0, 1, new(10, 46, 82)));
        driver.Send(Trained(1, 1, null));
        driver.Send(Trained(2, 1, new(64, 100, 28), TrialState.Infeasible));
        driver.Protocol.Results.EpochsSaved.ShouldBe(110);
        driver[0].Current.Training.ShouldBe(new TrainingSummary(10, 46, 82));

        driver.Reload();

        driver.Protocol.Results.EpochsSaved.ShouldBe(110);
    }

    [Fact]
    public void a_result_that_comes_too_late_saves_nothing_and_shows_how_it_went()
    {
        var driver = new ProtocolDriver(Samples.Study());
        driver.Tick();
        driver.Send(new StudyEvent.AttemptLost(0, 1, "its worker has been silent"));
        driver.Send(Trained(0, 1, new(10, 46, 82)));
        driver.Protocol.Results.EpochsSaved.ShouldBe(0);
        driver[0].Attempts[0].State.ShouldBe(AttemptState.Superseded);
        driver[0].Attempts[0].Training.ShouldBe(new TrainingSummary(10, 46, 82));

        driver.Send(Trained(0, 2, new(11, 47, 81)));

        driver.Protocol.Results.EpochsSaved.ShouldBe(81);
        driver.Reload();
        driver.Protocol.Results.EpochsSaved.ShouldBe(81);
    }

    [Fact]
    public void what_waits_for_a_worker_is_known_with_the_time_since_when()
    {
        var driver = new ProtocolDriver(Samples.Study(parallelism: 2));
        driver.Protocol.WaitingSince.ShouldBeNull();
        driver.Tick();
        driver.Protocol.WaitingSince.ShouldBe(Samples.Start);
        driver.Now += TimeSpan.FromMinutes(1);
        driver.Send(new StudyEvent.AttemptStarted(0, 1, "w", driver.Now));
        driver.Protocol.WaitingSince.ShouldBe(Samples.Start); // the second trial
        driver.Send(new StudyEvent.AttemptStarted(1, 1, "w", driver.Now));
        driver.Protocol.WaitingSince.ShouldBeNull();
        driver.Send(new StudyEvent.AttemptLost(1, 1, "its worker has been silent"));
        driver.Protocol.WaitingSince.ShouldBe(driver.Now);
    }
}
