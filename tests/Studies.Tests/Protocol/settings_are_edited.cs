using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Protocol;

public class settings_are_edited
{
    private const string Right = """{"command":"right"}""";
    private static readonly StudyEvent.SettingsEdited Correction = new(Right);

    [Fact]
    public void for_the_attempts_that_start_from_then_on_and_what_runs_goes_on()
    {
        var driver = new ProtocolDriver(Study(trials: 6, parallelism: 2));
        driver.Tick();
        driver.Send(new StudyEvent.AttemptStarted(0, 1, "w1", driver.Now));

        driver.Send(Correction).ShouldBe(new EventReply.Edited(Right));

        driver.Study.EditedSettings.ShouldBe(new EditedSettings(Right, driver.Now));
        driver[0].Current.ShouldSatisfyAllConditions(a => a.Number.ShouldBe(1), a => a.State.ShouldBe(AttemptState.Running));
        driver[1].Current.Number.ShouldBe(2, "nobody is known to run it: its message has the old settings with it");
        driver.Decisions.OfType<Decision.Stop>().ShouldBe([new Decision.Stop(1, 1, AttemptState.Superseded)]);
        driver.Decisions.OfType<Decision.Dispatch>().ShouldHaveSingleItem().Trial.ShouldBe(driver[1]);
        for (var number = 0; number < 6; number++) driver.Finish(number, number);
        driver.Study.Status.ShouldBe(StudyStatus.Completed);
        Verification.Of(Study(trials: 6, parallelism: 2), new FoldingStrategy(), driver.Store).Problems.ShouldBeEmpty();
    }

    [Fact]
    public void a_repetition_changes_nothing()
    {
        var driver = new ProtocolDriver(Study(trials: 2));
        driver.Tick();
        driver.Send(Correction);
        var revision = driver.Study.Revision;
        driver.Now += TimeSpan.FromSeconds(1);

        driver.Send(Correction).ShouldBe(new EventReply.Edited(Right));

        driver.Study.Revision.ShouldBe(revision);
        driver[0].Current.Number.ShouldBe(2);
    }

    [Fact]
    public void of_two_proposals_the_second_edits_over_the_first()
    {
        var study = Study(trials: 2);
        var one = new ProtocolDriver(study);
        one.Tick();
        var other = new ProtocolDriver(study, store: one.Store);

        one.Send(Correction);
        var timeout = new StudyEvent.SettingsEdited("""{"timeout":"90s"}""");
        other.TrySend(timeout, failAfter: null, out _).ShouldBeFalse("it has not seen the first edit: the store refuses");
        other.Send(timeout).ShouldBe(new EventReply.Edited("""{"command":"right","timeout":"90s"}"""));

        one.Store.Study.EditedSettings!.Settings.ShouldBe("""{"command":"right","timeout":"90s"}""");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void a_process_that_dies_between_the_edit_and_the_replay_loses_neither_when_both_are_repeated(int after)
    {
        var driver = new ProtocolDriver(Study(trials: 2));
        driver.Tick();
        driver.Finish(0, 0, TrialState.Failed);
        driver.Finish(1, 0, TrialState.Failed);
        driver.Study.Status.ShouldBe(StudyStatus.Completed);
        if (driver.TrySend(Correction, failAfter: after == 0 ? 0 : null, out _)) driver.TrySend(new StudyEvent.ReplayRequested([0, 1]), failAfter: after - 1, out _);

        driver.Reload();
        driver.Send(Correction);
        driver.Send(new StudyEvent.ReplayRequested([0, 1]));

        driver.Study.EditedSettings!.Settings.ShouldBe(Right);
        driver.Store.Trials.Values.ShouldAllBe(trial => trial.Attempts.Length == 2 && trial.State == TrialState.Proposed);
        driver.Finish(0, 1);
        driver.Finish(1, 2);
        driver.Study.Status.ShouldBe(StudyStatus.Completed);
    }

    [Fact]
    public void of_a_study_that_is_paused_or_has_ended_as_well_and_nothing_runs_for_that()
    {
        var driver = new ProtocolDriver(Study(trials: 1));
        driver.Tick();
        driver.Send(new StudyEvent.PauseRequested());
        driver.Finish(0, 0, TrialState.Failed);

        driver.Send(Correction);
        driver.Study.Status.ShouldBe(StudyStatus.Completed);
        var ended = driver.Study.Ended;
        driver.Send(new StudyEvent.SettingsEdited("""{"timeout":"1h"}"""));

        driver.Study.ShouldSatisfyAllConditions(s => s.Status.ShouldBe(StudyStatus.Completed), s => s.Ended.ShouldBe(ended), s => s.EditedSettings!.Settings.ShouldContain("1h"));
        driver.Decisions.OfType<Decision.Dispatch>().ShouldBeEmpty();
    }

    [Fact]
    public void not_of_a_cancelled_study_and_not_to_what_no_file_could_say()
    {
        var driver = new ProtocolDriver(Study(trials: 1));
        driver.Tick();

        driver.Send(new StudyEvent.SettingsEdited("""{"path":"x"}""")).ShouldBeOfType<EventReply.Refused>().Reason.ShouldStartWith("settings.path: unknown");
        driver.Study.EditedSettings.ShouldBeNull();
        driver.Send(new StudyEvent.CancelRequested("enough"));
        driver.Send(Correction).ShouldBeOfType<EventReply.Refused>().Reason.ShouldContain("cancelled");
    }

    [Fact]
    public void the_patience_with_asked_trials_is_a_setting_too()
    {
        var driver = new ProtocolDriver(Samples.External(trials: 2));
        driver.Send(new StudyEvent.Asked(1));

        driver.Send(new StudyEvent.SettingsEdited("""{"timeout":"10s"}"""));
        driver[0].Current.Number.ShouldBe(1, "who was asked is not to blame");
        driver.Tick(TimeSpan.FromSeconds(11));

        driver[0].Current.Number.ShouldBe(2);
    }

    private static StudyDefinition Study(int trials, int parallelism = 1) =>
        Samples.Study(trials, parallelism) with { Evaluator = new("command", """{"command":"wrong"}""") };
}
