using ArchOpt.Storage.Copying;
using ArchOpt.Storage.Sqlite;
using ArchOpt.Storage.Tests.Copying;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Tests.Contract;

public abstract partial class StudyStoreContract
{
    private static readonly IProgress<CopyProgress> Silent = new Progress<CopyProgress>();

    [Fact]
    public async Task A_study_is_copied_into_the_store_and_out_of_it_with_everything()
    {
        using var directory = new TemporaryDirectory();
        await using var first = await OpenSqliteAsync(Path.Combine(directory.Path, "first"));
        await using var last = await OpenSqliteAsync(Path.Combine(directory.Path, "last"));
        var study = await FillAsync(first, trials: 60);

        var copied = await new StoreCopy(first, Store).CopyAsync(study, Silent, Cancel);
        await new StoreCopy(Store, last).CopyAsync((await Store.FindStudyAsync(study.Name, Cancel))!, Silent, Cancel);

        copied.ShouldBe(new CopiedStudy(study.Name, 60, 48, 120, WasThere: false));
        await ShouldBeSameAsync(study, first, Store);
        await ShouldBeSameAsync(study, first, last);
    }

    [Fact]
    public async Task A_copy_that_was_killed_at_any_point_goes_on_and_again_changes_nothing()
    {
        using var directory = new TemporaryDirectory();
        await using var source = await OpenSqliteAsync(directory.Path);
        var study = await FillAsync(source, trials: 1_100);
        var deaths = 0;
        for (var changes = 0; ; changes++, deaths++)
        {
            // Each try gets one change further than the one before, over what that one left.
            var copy = new StoreCopy(source, new DyingStore(Store, changes: 1 + (changes / 4)));
            try
            {
                await copy.CopyAsync(study, Silent, Cancel);
                break;
            }
            catch (DeathException)
            {
                var half = (await Store.FindStudyAsync(study.Name, Cancel)).ShouldNotBeNull();
                (half.Status, half.Reason).ShouldBe((StudyStatus.Paused, StoreCopy.UnderWay));
            }
        }

        deaths.ShouldBeGreaterThan(3);
        await ShouldBeSameAsync(study, source, Store);
        (await new StoreCopy(source, new DyingStore(Store, changes: 0)).CopyAsync(study, Silent, Cancel)).WasThere.ShouldBeTrue();
    }

    [Fact]
    public async Task A_copy_that_the_source_has_left_behind_is_brought_up_to_date()
    {
        using var directory = new TemporaryDirectory();
        await using var source = await OpenSqliteAsync(directory.Path);
        var study = await FillAsync(source, trials: 10);
        await new StoreCopy(source, Store).CopyAsync(study, Silent, Cancel);

        var trial = (await source.FindTrialAsync(study.Id, 4, Cancel))!;
        var running = Samples.Running(trial);
        TrialWrite[] news = [new TrialWrite.Replace(running), new TrialWrite.Replace(Samples.Completed(running, 1_000)), new TrialWrite.Insert(Samples.Proposed(study, 10))];
        (await source.WriteAsync(study.Id, news, Cancel)).Conflict.ShouldBeFalse();
        await source.AppendCurveAsync(study.Id, [new(4, 1, 7, Samples.Metrics(("loss", 0.25)))], Cancel);
        var ended = study with { Status = StudyStatus.Completed, Revision = study.Revision + 2 };
        (await source.TryReplaceStudyAsync(ended with { Revision = study.Revision + 1 }, Cancel)).ShouldBeTrue();
        (await source.TryReplaceStudyAsync(ended, Cancel)).ShouldBeTrue();

        (await new StoreCopy(source, Store).CopyAsync(ended, Silent, Cancel)).WasThere.ShouldBeFalse();

        await ShouldBeSameAsync(ended, source, Store);
    }

    [Theory]
    [InlineData("another study")]
    [InlineData("a trial went on")]
    [InlineData("a trial more")]
    [InlineData("the study was resumed")]
    public async Task A_destination_that_would_lose_something_is_refused_and_not_touched(string what)
    {
        using var directory = new TemporaryDirectory();
        await using var source = await OpenSqliteAsync(directory.Path);
        var study = await FillAsync(source, trials: 10);
        if (what == "another study") await Store.TryCreateStudyAsync(study with { Id = "another id" }, Cancel);
        else await new StoreCopy(source, Store).CopyAsync(study, Silent, Cancel);
        if (what == "a trial went on") await ShouldApplyAsync(study, new TrialWrite.Replace(Samples.Running((await Store.FindTrialAsync(study.Id, 4, Cancel))!)));
        if (what == "a trial more") await ShouldApplyAsync(study, new TrialWrite.Insert(Samples.Proposed(study, 10)));
        if (what == "the study was resumed") (await Store.TryReplaceStudyAsync(study with { Status = StudyStatus.Paused, Revision = study.Revision + 1 }, Cancel)).ShouldBeTrue();
        (await source.WriteAsync(study.Id, [new TrialWrite.Replace(Samples.Running((await source.FindTrialAsync(study.Id, 3, Cancel))!))], Cancel)).Conflict.ShouldBeFalse();

        var refusal = await Should.ThrowAsync<CopyRefusedException>(() => new StoreCopy(source, new DyingStore(Store, changes: 0)).CopyAsync(study, Silent, Cancel));

        refusal.Message.ShouldStartWith($"{study.Name}: ");
    }

    [Fact]
    public async Task A_study_that_changes_while_it_is_copied_stays_under_way_in_the_destination()
    {
        using var directory = new TemporaryDirectory();
        await using var source = await OpenSqliteAsync(directory.Path);
        var study = await FillAsync(source, trials: 10);
        (await source.TryReplaceStudyAsync(study with { Status = StudyStatus.Cancelled, Revision = study.Revision + 1 }, Cancel)).ShouldBeTrue();

        (await Should.ThrowAsync<CopyRefusedException>(() => new StoreCopy(source, Store).CopyAsync(study, Silent, Cancel))).Message.ShouldContain("changed");

        (await Store.FindStudyAsync(study.Name, Cancel))!.Reason.ShouldBe(StoreCopy.UnderWay);
    }

    private static async Task<SqliteStudyStore> OpenSqliteAsync(string directory)
    {
        var store = new SqliteStudyStore(directory, TimeProvider.System);
        await store.OpenAsync(Cancel);
        return store;
    }

    /// <summary>Trials in several states, two observed attempts of some, marks of publication, curves.</summary>
    private static async Task<StudyRecord> FillAsync(SqliteStudyStore store, int trials)
    {
        var study = Samples.Study("to copy") with { Revision = 3, Elapsed = TimeSpan.FromMinutes(7), Reason = "as it was" };
        (await store.TryCreateStudyAsync(study, Cancel)).ShouldBeTrue();
        var writes = new List<TrialWrite>();
        var sequence = 0L;
        for (var number = 0; number < trials; number++)
        {
            var proposed = Samples.Proposed(study, number);
            var trial = (number % 5) switch
            {
                0 => Samples.Completed(Samples.Running(proposed), ++sequence),
                1 => Samples.Completed(Samples.Replayed(Samples.Failed(proposed, ++sequence)), ++sequence),
                2 => Samples.Failed(proposed, ++sequence),
                3 => Samples.Replayed(proposed),
                _ => proposed,
            };
            writes.Add(new TrialWrite.Insert(trial));
            if (number % 5 == 3) writes.Add(new TrialWrite.MarkPublished(number, 2));
        }

        (await store.WriteAsync(study.Id, writes, Cancel)).Conflict.ShouldBeFalse();
        await store.AppendCurveAsync(
            study.Id,
            [.. Enumerable.Range(0, 2 * trials).Select(i => new CurvePoint(i / 2, 1, i % 2, Samples.Metrics(("loss", i == 5 ? double.NaN : 1.0 / (i + 1)))))],
            Cancel);
        return study;
    }

    private static async Task ShouldBeSameAsync(StudyRecord study, IStudyStore one, IStudyStore other)
    {
        (await other.FindStudyAsync(study.Name, Cancel)).ShouldBe(study);
        var trials = await one.ReadTrialsAsync(study.Id, new(), Cancel).ToArrayAsync(Cancel);
        (await other.ReadTrialsAsync(study.Id, new(), Cancel).ToArrayAsync(Cancel)).ShouldBe(trials);
        (await other.ReadObservationsAsync(study.Id, 0, Cancel).ToArrayAsync(Cancel)).ShouldBe(await one.ReadObservationsAsync(study.Id, 0, Cancel).ToArrayAsync(Cancel));
        foreach (var trial in trials)
        {
            (await other.ReadCurveAsync(study.Id, trial.Number, Cancel)).Select(point => (point.Attempt, point.Step, point.Metrics["loss"]))
                .ShouldBe((await one.ReadCurveAsync(study.Id, trial.Number, Cancel)).Select(point => (point.Attempt, point.Step, point.Metrics["loss"])));
        }
    }
}
