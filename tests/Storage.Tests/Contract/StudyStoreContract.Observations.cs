using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Tests.Contract;

public abstract partial class StudyStoreContract
{
    [Fact]
    public async Task Observations_are_read_in_sequence_order_from_a_high_water_mark()
    {
        var study = await CreateStudyAsync();
        var trials = await InsertAsync(study, 5);
        int[] order = [4, 1, 3, 0, 2];
        for (var i = 0; i < order.Length; i++) await ReplaceAsync(study, Samples.Completed(trials[order[i]], sequence: i + 1));

        (await ReadObservationsAsync(study)).Select(o => o.Trial.Number).ShouldBe([4, 1, 3, 0, 2]);
        (await ReadObservationsAsync(study, after: 3)).Select(o => (o.Attempt.Sequence, o.Trial.Number)).ShouldBe([(4, 0), (5, 2)]);
        (await ReadObservationsAsync(study, after: 5)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trial_that_was_observed_twice_appears_twice_as_it_is_now()
    {
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 1))[0];
        var failed = await ReplaceAsync(study, Samples.Failed(trial, sequence: 1));
        var replayed = await ReplaceAsync(study, Samples.Replayed(failed));
        var completed = await ReplaceAsync(study, Samples.Completed(replayed, sequence: 2));

        var observed = await ReadObservationsAsync(study);
        observed.Select(o => (o.Attempt.Number, o.Attempt.State)).ShouldBe([(1, AttemptState.Failed), (2, AttemptState.Completed)]);
        observed.ShouldAllBe(o => o.Trial == completed);
    }

    [Fact]
    public async Task A_sequence_number_belongs_to_one_trial()
    {
        var study = await CreateStudyAsync();
        var trials = await InsertAsync(study, 2);
        await ReplaceAsync(study, Samples.Completed(trials[0], sequence: 1));

        await ShouldConflictAsync(study, new TrialWrite.Replace(Samples.Completed(trials[1], sequence: 1)));
        await ShouldConflictAsync(study, new TrialWrite.Insert(Samples.Completed(Samples.Proposed(study, 2), sequence: 1)));
        (await ReadObservationsAsync(study)).Select(o => o.Trial.Number).ShouldBe([0]);

        await ReplaceAsync(study, Samples.Completed(trials[1], sequence: 2));
    }

    [Fact]
    public async Task Unless_its_replacement_is_applied_no_observation_is_left()
    {
        var study = await CreateStudyAsync();
        var trials = await InsertAsync(study, 2);
        await ShouldConflictAsync(study, new TrialWrite.Replace(Samples.Completed(trials[0], sequence: 1) with { Revision = 9 }));
        await ReplaceAsync(study, Samples.Completed(trials[1], sequence: 1));
        (await ReadObservationsAsync(study)).Select(o => o.Trial.Number).ShouldBe([1]);
    }

    [Fact]
    public async Task A_trial_may_be_inserted_as_already_observed()
    {
        var study = await CreateStudyAsync();
        var imported = Samples.Completed(Samples.Proposed(study, 0), sequence: 1) with { Revision = 1 };
        await ShouldApplyAsync(study, new TrialWrite.Insert(imported));
        (await ReadObservationsAsync(study)).ShouldHaveSingleItem().Trial.ShouldBe(imported);
    }

    [Fact]
    public async Task An_imported_trial_comes_back_with_its_file_and_row()
    {
        var study = await CreateStudyAsync();
        var imported = Imported(study, 0, sequence: 1);
        await ShouldApplyAsync(study, new TrialWrite.Insert(imported));
        (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBe(imported);
        (await ReadObservationsAsync(study)).ShouldHaveSingleItem().Trial.Import.ShouldBe(new ImportSource("0123456789abcdef", 1));
    }

    [Fact]
    public async Task Of_a_batch_of_observed_trials_what_is_behind_a_conflict_leaves_neither_trial_nor_observation()
    {
        var study = await CreateStudyAsync();
        await ShouldApplyAsync(study, new TrialWrite.Insert(Imported(study, 0, sequence: 1)));
        var late = await Store.WriteAsync(
            study.Id,
            [new TrialWrite.Insert(Imported(study, 1, sequence: 2)), new TrialWrite.Insert(Imported(study, 0, sequence: 3)), new TrialWrite.Insert(Imported(study, 2, sequence: 4))],
            Cancel);
        late.ShouldBe(new WriteResult(1, Conflict: true));
        (await ReadTrialsAsync(study)).Select(trial => trial.Number).ShouldBe([0L, 1L]);
        (await ReadObservationsAsync(study)).Select(o => o.Attempt.Sequence).ShouldBe([1L, 2L]);
        await ShouldApplyAsync(study, new TrialWrite.Insert(Imported(study, 2, sequence: 4)));
        (await Store.CountTrialsAsync(study.Id, Cancel))[TrialState.Completed].ShouldBe(3);
    }

    private static Trial Imported(StudyRecord study, long number, long sequence) => Samples.Completed(Samples.Proposed(study, number), sequence) with
    {
        Revision = 1,
        Origin = TrialOrigin.Imported,
        Import = new("0123456789abcdef", number + 1),
    };

    [Fact]
    public async Task Following_by_high_water_mark_while_others_write_sees_every_observation_once()
    {
        const int Count = 120;
        var study = await CreateStudyAsync();
        var trials = await InsertAsync(study, Count);
        var reader = await OpenAnotherAsync();

        var writing = Task.Run(
            async () =>
            {
                foreach (var trial in trials) await ReplaceAsync(study, Samples.Completed(trial, trial.Number + 1));
            },
            Cancel);
        var seen = new List<long>();
        while (seen.Count < Count)
        {
            await foreach (var observed in reader.ReadObservationsAsync(study.Id, seen.LastOrDefault(), Cancel))
                seen.Add(observed.Attempt.Sequence!.Value);
            if (writing.IsFaulted) await writing;
        }

        await writing;
        seen.ShouldBe(Enumerable.Range(1, Count).Select(n => (long)n));
    }

    [Fact]
    public async Task Curves_are_read_by_attempt_and_step_and_keep_the_first_value_of_a_step()
    {
        var study = await CreateStudyAsync();
        CurvePoint Point(long number, int attempt, long step, double loss) => new(number, attempt, step, Samples.Metrics(("loss", loss)));

        await Store.AppendCurveAsync(study.Id, [Point(0, 2, 1, 0.5), Point(0, 1, 2, 0.8), Point(0, 1, 1, 0.9), Point(1, 1, 1, 7)], Cancel);
        await Store.AppendCurveAsync(study.Id, [Point(0, 1, 2, 99), Point(0, 1, 3, 0.7)], Cancel);

        (await Store.ReadCurveAsync(study.Id, 0, Cancel)).Select(p => (p.Attempt, p.Step, p.Metrics["loss"]))
            .ShouldBe([(1, 1, 0.9), (1, 2, 0.8), (1, 3, 0.7), (2, 1, 0.5)]);
        (await Store.ReadCurveAsync(study.Id, 1, Cancel)).Length.ShouldBe(1);
        (await Store.ReadCurveAsync(study.Id, 2, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_curve_of_a_study_that_is_gone_is_dropped()
    {
        var study = await CreateStudyAsync();
        await Store.DeleteStudyAsync(study.Id, Cancel);
        await Store.AppendCurveAsync(study.Id, [new(0, 1, 1, Samples.Metrics(("loss", 1)))], Cancel);
        (await Store.ReadCurveAsync(study.Id, 0, Cancel)).ShouldBeEmpty();
    }
}
