using System.Collections.Immutable;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Import;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Protocol;

public class imported_trials
{
    private const string File = "0123456789abcdef";

    private static StudyRecord Ended(StudyDefinition study) => Samples.Record(study) with
    {
        Status = StudyStatus.Completed,
        Reason = "nothing imported yet",
        Ended = Samples.Start,
        SpaceIsInferred = true,
    };

    [Fact]
    public void each_row_becomes_an_ended_trial_with_the_next_number_and_sequence()
    {
        var driver = new ProtocolDriver(Samples.External());
        var started = Samples.Start.AddDays(-3);
        var row = Row(1, 0.5, 2) with { Name = "run ab12cd", Seed = 42, Worker = "gpu7", Started = started, DurationSeconds = 60 };
        var reply = Import(driver, row, Row(3, 0.25, 1));

        (reply.Added.Length, reply.AlreadyThere).ShouldBe((2, 0));
        var trial = driver[0];
        (trial.Origin, trial.Import, trial.Reason, trial.Seed, trial.State, trial.BasedOn, trial.Revision)
            .ShouldBe((TrialOrigin.Imported, new ImportSource(File, 1), "imported: run ab12cd", 42, TrialState.Completed, 0, 1));
        var attempt = trial.Attempts.ShouldHaveSingleItem();
        (attempt.Sequence, attempt.Worker, attempt.Started, attempt.Ended, attempt.DurationSeconds)
            .ShouldBe((1, "gpu7", started, started.AddMinutes(1), 60));
        attempt.Values.ShouldBe([2]);
        (driver[1].Number, driver[1].Current.Sequence, driver[1].BasedOn, driver[1].Reason, driver[1].Seed).ShouldBe((1, 2, 1, "imported: row 3", 0));
        driver.Protocol.Standings.Best!.Value.Number.ShouldBe(1);
        driver.Study.Imported.ShouldBe(2);
    }

    [Fact]
    public void they_are_judged_like_any_result()
    {
        var study = Samples.External() with { Constraints = [new Constraint("qps", 100, null, ConstraintMode.Hard, 0, SoftScale.Relative)] };
        var driver = new ProtocolDriver(study);
        Import(
            driver,
            new(1, Samples.Point(0.1), TrialState.Completed, Samples.Metrics(("loss", 1), ("qps", 50))),
            new(2, Samples.Point(0.2), TrialState.Completed, Samples.Metrics(("loss", double.NaN), ("qps", 200))),
            new(3, Samples.Point(0.3), TrialState.Completed, Samples.Metrics(("qps", 200))),
            new(4, Samples.Point(0.4), TrialState.Failed, Samples.Metrics()) { Error = "out of memory" });
        driver.Store.Trials.Values.Select(t => (t.State, t.Current.Failure)).ShouldBe(
        [
            (TrialState.Infeasible, null),
            (TrialState.Failed, FailureKind.NonFinite),
            (TrialState.Failed, FailureKind.MissingMetric),
            (TrialState.Failed, FailureKind.Error),
        ]);
        driver[0].Current.Violation.ShouldBe(0.5);
        driver[3].Current.Reason.ShouldBe("out of memory");
        Verification.Of(study, new FoldingStrategy(), driver.Store).Problems.ShouldBeEmpty();
    }

    [Fact]
    public void the_same_file_again_adds_nothing_and_a_longer_one_what_is_new()
    {
        var driver = new ProtocolDriver(Samples.External());
        Import(driver, Row(1, 0.1, 1), Row(2, 0.2, 2));
        driver.Reload();
        var again = Import(driver, Row(1, 0.1, 1), Row(2, 0.2, 2), Row(5, 0.5, 5));
        (again.AlreadyThere, again.Added.Single().Number).ShouldBe((2, 2));
        driver.Send(new StudyEvent.Imported("fedcba9876543210", [Row(1, 0.9, 9)])).ShouldBeOfType<EventReply.Imported>().Added.Length.ShouldBe(1, "another file has rows of its own");
    }

    [Fact]
    public void they_use_no_budget_and_no_failure_of_theirs_ends_a_study()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: 2, failures: 1));
        Import(driver, [.. Enumerable.Range(1, 20).Select(row => Row(row, row / 20.0, row) with { State = row % 2 == 0 ? TrialState.Failed : TrialState.Completed })]);
        driver.Tick();
        driver.Study.Status.ShouldBe(StudyStatus.Running);
        var own = driver.Protocol.InFlight.Single();
        driver.Finish(own.Number, 1);
        driver.Finish(driver.Protocol.InFlight.Single().Number, 1);
        (driver.Study.Status, driver.Study.Reason).ShouldBe((StudyStatus.Completed, "the budget of 2 trials is used"));
        (driver.Protocol.Used, driver.Protocol.Tally.Total).ShouldBe((2, 22));
    }

    [Fact]
    public void enqueueing_counts_what_the_budget_leaves_without_them()
    {
        var driver = new ProtocolDriver(Samples.External(trials: 2));
        Import(driver, Row(1, 0.1, 1), Row(2, 0.2, 2), Row(3, 0.3, 3));
        driver.Send(new StudyEvent.Enqueued([Samples.Point(0.1), Samples.Point(0.2), Samples.Point(0.3)])).ShouldBeOfType<EventReply.Refused>().Reason
            .ShouldBe("the budget of 2 trials leaves 2, and these configurations need 3");
        driver.Send(new StudyEvent.Enqueued([Samples.Point(0.1), Samples.Point(0.2)])).ShouldBeOfType<EventReply.Trials>().Items.Select(t => t.Number).ShouldBe([3, 4]);
    }

    [Fact]
    public void a_study_that_holds_nothing_else_stays_completed_and_says_what_to_do()
    {
        var study = Samples.External(trials: 5);
        var driver = new ProtocolDriver(study, store: new PureStore(Ended(study)));
        Import(driver, Row(1, 0.1, 3), Row(2, 0.2, 2));
        (driver.Study.Status, driver.Study.Reason, driver.Study.Best, driver.Study.Ended).ShouldBe(
            (StudyStatus.Completed, "2 imported trials; resume it to search on from them", 1, Samples.Start));
        driver.Send(new StudyEvent.Asked(1)).ShouldBeOfType<EventReply.Refused>();

        driver.Send(new StudyEvent.ResumeRequested(null)).ShouldBe(EventReply.Done.Instance);
        (driver.Study.Status, driver.Study.SpaceIsInferred, driver.Study.Ended).ShouldBe((StudyStatus.Running, false, null));
        driver.Send(new StudyEvent.Asked(9)).ShouldBeOfType<EventReply.Trials>().Items.Select(t => t.Number).ShouldBe([2, 3, 4, 5, 6]);
        Verification.Of(study, new FoldingStrategy(), driver.Store).Problems.ShouldBeEmpty("the strategy saw them before it proposed");
    }

    [Fact]
    public void a_study_that_had_ended_stays_so_with_a_new_best()
    {
        var driver = new ProtocolDriver(Samples.Study(trials: 1));
        driver.Tick();
        driver.Finish(0, 5);
        var ended = driver.Study.Ended;
        driver.Now = driver.Now.AddHours(1);
        Import(driver, Row(1, 0.1, 3));
        (driver.Study.Status, driver.Study.Reason, driver.Study.Best, driver.Study.Ended)
            .ShouldBe((StudyStatus.Completed, "the budget of 1 trials is used", 1, ended));
        driver.Send(new StudyEvent.ResumeRequested(null)).ShouldBeOfType<EventReply.Refused>();
    }

    [Fact]
    public void a_crash_between_the_trials_and_the_record_is_made_good_when_the_study_is_loaded()
    {
        var driver = new ProtocolDriver(Samples.External());
        driver.TrySend(new StudyEvent.Imported(File, [Row(1, 0.1, 1), Row(2, 0.2, 2)]), failAfter: 2, out _).ShouldBeFalse();
        (driver.Store.Trials.Count, driver.Study.Imported).ShouldBe((2, 0));
        driver.Reload();
        driver.Study.Imported.ShouldBe(2);
    }

    [Fact]
    public void a_cancelled_study_and_one_with_replicates_refuse_them()
    {
        var cancelled = new ProtocolDriver(Samples.External());
        cancelled.Send(new StudyEvent.CancelRequested("enough"));
        cancelled.Send(new StudyEvent.Imported(File, [Row(1, 0.1, 1)])).ShouldBeOfType<EventReply.Refused>().Reason.ShouldContain("cancelled");
        var replicated = new ProtocolDriver(Samples.External(trials: 9, replicates: 3));
        replicated.Send(new StudyEvent.Imported(File, [Row(1, 0.1, 1)])).ShouldBeOfType<EventReply.Refused>().Reason.ShouldContain("3 times");
        replicated.Store.Trials.ShouldBeEmpty();
    }

    [Fact]
    public void a_row_outside_of_the_space_refuses_its_whole_piece()
    {
        var driver = new ProtocolDriver(Samples.External());
        driver.Send(new StudyEvent.Imported(File, [Row(1, 0.1, 1), Row(2, 1.5, 1)])).ShouldBeOfType<EventReply.Refused>().Reason.ShouldStartWith("row 2 of the import");
        driver.Store.Trials.ShouldBeEmpty();
    }

    private static EventReply.Imported Import(ProtocolDriver driver, params ImmutableArray<ImportedTrial> rows) =>
        driver.Send(new StudyEvent.Imported(File, rows)).ShouldBeOfType<EventReply.Imported>();

    private static ImportedTrial Row(long row, double x, double loss) => new(row, Samples.Point(x), TrialState.Completed, Samples.Metrics(("loss", loss)));
}
