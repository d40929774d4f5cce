using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Tests.Contract;

public abstract partial class StudyStoreContract
{
    [Fact]
    public async Task A_trial_comes_back_as_it_went_in()
    {
        var study = await CreateStudyAsync();
        var trial = Samples.Proposed(study, 0) with { Origin = TrialOrigin.Enqueued, Reason = "Größe 探索 🚀 \u0000 \"quoted\" \\ \n" };
        await ShouldApplyAsync(study, new TrialWrite.Insert(trial));
        (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBe(trial);

        var failed = await ReplaceAsync(study, Samples.Failed(Samples.Running(trial) with { Revision = 1 }, sequence: 1));
        (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBe(failed);

        var completed = await ReplaceAsync(study, Samples.Completed(Samples.Replayed(failed) with { Revision = 2 }, sequence: 2));
        var found = await Store.FindTrialAsync(study.Id, 0, Cancel);
        found.ShouldBe(completed);
        found!.Attempts.Select(a => (a.Number, a.State)).ShouldBe([(1, AttemptState.Failed), (2, AttemptState.Completed)]);
        found.Created.Offset.ShouldBe(TimeSpan.FromHours(2));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-0.0)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(0.1 + 0.2)]
    public async Task Every_double_comes_back_bit_by_bit(double value)
    {
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 1))[0];
        var ended = trial.WithAttempt(trial.Current with
        {
            Values = [value, 1],
            Metrics = Samples.Metrics(("µ 指标", value)),
            Violation = value,
            Curve = [new(1, value), new(1L << 53, -0.5)],
            DurationSeconds = value,
            Failure = FailureKind.NonFinite,
        });
        await ReplaceAsync(study, ended);
        await Store.AppendCurveAsync(study.Id, [new(0, 1, 1, Samples.Metrics(("loss", value)))], Cancel);

        var found = (await Store.FindTrialAsync(study.Id, 0, Cancel))!.Current;
        var point = (await Store.ReadCurveAsync(study.Id, 0, Cancel)).ShouldHaveSingleItem();
        double[] stored = [found.Values[0], found.Metrics["µ 指标"], found.Violation, found.DurationSeconds!.Value, point.Metrics["loss"]];
        // -0 may come back as 0 where zero means "nothing": the sign of a violation says nothing.
        stored.Select((v, i) => i == 2 && v == 0 ? value : v).Select(BitConverter.DoubleToInt64Bits)
            .ShouldAllBe(bits => bits == BitConverter.DoubleToInt64Bits(value));
    }

    [Fact]
    public async Task How_a_training_went_comes_back_with_its_attempt()
    {
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 1))[0];
        var trained = trial.WithAttempt(trial.Current with { Training = new(10, 46, 82), Violation = 0.5, Reason = "ended" });
        await ReplaceAsync(study, trained);
        (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBe(trained);
        var largest = trained.WithAttempt(trained.Current with { Training = new(0, long.MaxValue, 0) });
        await ReplaceAsync(study, largest);
        (await Store.FindTrialAsync(study.Id, 0, Cancel))!.Current.Training.ShouldBe(new TrainingSummary(0, long.MaxValue, 0));
    }

    [Fact]
    public async Task Names_of_parameters_and_metrics_may_hold_anything()
    {
        var study = await CreateStudyAsync();
        string[] names = ["a.b", ".", "$set", "$", "_id", "null\u0000null", "\"quoted\"", "探索 🚀", " "];
        var trial = Samples.Proposed(study, 0) with { Configuration = Configuration.Of([.. names.Select(name => (name, (ParameterValue)1.5))]) };
        var metrics = Samples.Metrics([.. names.Select((name, i) => (name, (double)i))]);
        await ShouldApplyAsync(study, new TrialWrite.Insert(trial));
        var ended = await ReplaceAsync(study, trial.WithAttempt(trial.Current with { Metrics = metrics }));
        await Store.AppendCurveAsync(study.Id, [new(0, 1, 1, metrics)], Cancel);

        (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBe(ended);
        (await Store.ReadCurveAsync(study.Id, 0, Cancel)).ShouldHaveSingleItem().Metrics.ShouldBe(metrics);
    }

    [Fact]
    public async Task Text_that_was_cut_within_a_character_is_stored_without_its_half()
    {
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 1))[0];
        await ReplaceAsync(study, trial.WithAttempt(trial.Current with { Reason = "🚀"[..1] + " out of memory" }));
        (await Store.FindTrialAsync(study.Id, 0, Cancel))!.Current.Reason.ShouldBe("\uFFFD out of memory");
    }

    [Fact]
    public async Task The_end_of_a_log_comes_back_with_its_attempt()
    {
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 1))[0];
        var logged = trial.WithAttempt(trial.Current with { Log = "epoch 1\n  \"quoted\" µ 指标 \ud83d\ude00" });
        await ReplaceAsync(study, logged);
        var replayed = Samples.Replayed(logged);
        await ReplaceAsync(study, replayed);

        var found = (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldNotBeNull();

        found.ShouldBe(replayed);
        found.Attempts.Select(attempt => attempt.Log).ShouldBe([logged.Current.Log, null]);
    }

    [Fact]
    public async Task That_a_trial_was_discarded_comes_back_and_goes_with_a_replay()
    {
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 1))[0];
        var failed = Samples.Failed(trial, 1);
        await ReplaceAsync(study, failed);
        var discarded = failed with { Discarded = new("the disk's \"fault\" µ", Samples.Noon.AddTicks(1)), Revision = failed.Revision + 1 };
        await ReplaceAsync(study, discarded);
        (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBe(discarded);
        (await Store.CountTrialsAsync(study.Id, Cancel))[TrialState.Failed].ShouldBe(1);

        var replayed = Samples.Replayed(discarded) with { Discarded = null };
        await ReplaceAsync(study, replayed);

        (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBe(replayed);
    }

    [Fact]
    public async Task A_configuration_of_one_mebibyte_comes_back_unchanged()
    {
        var study = await CreateStudyAsync();
        var trial = Samples.Proposed(study, 0) with
        {
            Configuration = Configuration.Of(
                ("text", new string('ж', 1 << 19)),
                ("blocks", ParameterValue.Of([Configuration.Of(("depth", 3.0)), Configuration.Empty]))),
        };
        await ShouldApplyAsync(study, new TrialWrite.Insert(trial));
        (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBe(trial);
        (await ReadTrialsAsync(study)).ShouldBe([trial]);
    }

    [Fact]
    public async Task A_number_is_reserved_once()
    {
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 1))[0];
        await ShouldConflictAsync(study, new TrialWrite.Insert(trial with { Reason = "intruder" }));
    }

    [Fact]
    public async Task The_same_number_in_two_studies_is_two_trials()
    {
        var (one, two) = (await CreateStudyAsync("one"), await CreateStudyAsync("two"));
        var first = (await InsertAsync(one, 1))[0];
        var second = (await InsertAsync(two, 1))[0];
        await ReplaceAsync(one, Samples.Completed(first, sequence: 1));
        (await Store.FindTrialAsync(two.Id, 0, Cancel)).ShouldBe(second);
        await ReplaceAsync(two, Samples.Completed(second, sequence: 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_replacement_is_refused_unless_the_stored_revision_is_one_less(long revision)
    {
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 1))[0];
        await ShouldConflictAsync(study, new TrialWrite.Replace(Samples.Completed(trial, sequence: 1) with { Revision = revision }));
        (await ReadObservationsAsync(study)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trial_that_does_not_exist_cannot_be_replaced()
    {
        var study = await CreateStudyAsync();
        await ShouldConflictAsync(study, new TrialWrite.Replace(Samples.Completed(Samples.Proposed(study, 0), sequence: 1)));
        (await ReadObservationsAsync(study)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conflict_stops_the_batch_behind_what_came_before_it()
    {
        var study = await CreateStudyAsync();
        var first = (await InsertAsync(study, 1))[0];
        TrialWrite[] writes =
        [
            new TrialWrite.Insert(Samples.Proposed(study, 1)),
            new TrialWrite.Replace(Samples.Completed(first, sequence: 1)),
            new TrialWrite.Insert(Samples.Proposed(study, 0)),
            new TrialWrite.Insert(Samples.Proposed(study, 2)),
        ];
        (await Store.WriteAsync(study.Id, writes, Cancel)).ShouldBe(new WriteResult(2, Conflict: true));
        (await ReadTrialsAsync(study)).Select(t => (t.Number, t.State)).ShouldBe([(0, TrialState.Completed), (1, TrialState.Proposed)]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_replacement_that_conflicts_stops_the_batch_too(bool exists)
    {
        var study = await CreateStudyAsync();
        await InsertAsync(study, 1);
        var stale = Samples.Running(Samples.Proposed(study, exists ? 0 : 7)) with { Revision = 5 };
        TrialWrite[] writes =
        [
            new TrialWrite.Insert(Samples.Proposed(study, 1)),
            new TrialWrite.MarkPublished(1, 1),
            new TrialWrite.Replace(stale),
            new TrialWrite.MarkPublished(0, 1),
            new TrialWrite.Insert(Samples.Proposed(study, 2)),
        ];
        (await Store.WriteAsync(study.Id, writes, Cancel)).ShouldBe(new WriteResult(2, Conflict: true));
        (await ReadTrialsAsync(study)).Select(t => (t.Number, t.Revision, t.Current.Published)).ShouldBe([(0, 1, false), (1, 1, true)]);
    }

    [Fact]
    public async Task A_write_to_a_study_that_is_gone_conflicts_and_leaves_nothing()
    {
        var study = await CreateStudyAsync();
        await Store.DeleteStudyAsync(study.Id, Cancel);
        (await Store.WriteAsync(study.Id, [new TrialWrite.Insert(Samples.Proposed(study, 0))], Cancel)).ShouldBe(new WriteResult(0, Conflict: true));
        (await ReadTrialsAsync(study)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_batch_sees_its_own_earlier_writes()
    {
        var study = await CreateStudyAsync();
        var trial = Samples.Proposed(study, 0);
        var running = Samples.Running(trial);
        var completed = Samples.Completed(running, sequence: 1);
        await ShouldApplyAsync(study, new TrialWrite.Insert(trial), new TrialWrite.Replace(running), new TrialWrite.Replace(completed));
        (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBe(completed);
    }

    [Fact]
    public async Task An_empty_batch_is_applied_and_is_no_conflict()
    {
        var study = await CreateStudyAsync();
        await ShouldApplyAsync(study);
        await Store.AppendCurveAsync(study.Id, [], Cancel);
    }

    [Fact]
    public async Task A_trial_of_another_study_is_refused_before_anything_is_written()
    {
        var study = await CreateStudyAsync();
        var foreign = Samples.Proposed(Samples.Study("other"), 1);
        await Should.ThrowAsync<ArgumentException>(async () =>
            await Store.WriteAsync(study.Id, [new TrialWrite.Insert(Samples.Proposed(study, 0)), new TrialWrite.Insert(foreign)], Cancel));
        (await ReadTrialsAsync(study)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_write_that_was_cancelled_beforehand_does_not_happen()
    {
        var study = await CreateStudyAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await Store.WriteAsync(study.Id, [new TrialWrite.Insert(Samples.Proposed(study, 0))], cancelled.Token));
        (await ReadTrialsAsync(study)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_published_mark_shows_on_the_current_attempt_and_changes_no_revision()
    {
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 2))[0];
        await ShouldApplyAsync(study, new TrialWrite.MarkPublished(0, 1));
        (await Store.FindTrialAsync(study.Id, 0, Cancel))
            .ShouldBe(trial with { Attempts = [trial.Current with { Published = true }] });
        (await ReadTrialsAsync(study, new() { InFlight = true })).Select(t => t.Current.Published).ShouldBe([true, false]);
    }

    [Fact]
    public async Task A_published_mark_outlives_a_replacement_that_does_not_know_of_it()
    {
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 1))[0];
        await ShouldApplyAsync(study, new TrialWrite.MarkPublished(0, 1), new TrialWrite.Replace(Samples.Running(trial)));
        (await Store.FindTrialAsync(study.Id, 0, Cancel))!.Current.Published.ShouldBeTrue();
    }

    [Fact]
    public async Task A_published_mark_of_an_earlier_attempt_says_nothing_about_the_current_one()
    {
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 1))[0];
        await ShouldApplyAsync(study, new TrialWrite.MarkPublished(0, 1), new TrialWrite.Replace(Samples.Replayed(trial)));
        (await Store.FindTrialAsync(study.Id, 0, Cancel))!.Current.Published.ShouldBeFalse();

        await ShouldApplyAsync(study, new TrialWrite.MarkPublished(0, 1), new TrialWrite.MarkPublished(0, 3), new TrialWrite.MarkPublished(7, 1));
        (await Store.FindTrialAsync(study.Id, 0, Cancel))!.Current.Published.ShouldBeFalse();

        await ShouldApplyAsync(study, new TrialWrite.MarkPublished(0, 2));
        (await Store.FindTrialAsync(study.Id, 0, Cancel))!.Current.Published.ShouldBeTrue();
    }
}
