using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Tests.Contract;

public abstract partial class StudyStoreContract
{
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
