using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Tests.Contract;

public abstract partial class StudyStoreContract
{
    [Fact]
    public async Task A_study_comes_back_as_it_went_in_by_name_and_by_id()
    {
        var study = Samples.Study("Größe 探索 🚀 \u0000 \"quoted\"") with
        {
            Definition = $$"""{"text":"{{new string('x', 100_000)}}"}""",
            Status = StudyStatus.Paused,
            Reason = "line\nbreak",
            Ended = Samples.Noon.AddTicks(1),
            Elapsed = TimeSpan.FromTicks(123456789),
            Imported = 250,
            SpaceIsInferred = true,
        };
        (await Store.TryCreateStudyAsync(study, Cancel)).ShouldBeTrue();
        (await Store.FindStudyAsync(study.Name, Cancel)).ShouldBe(study);
        (await Store.FindStudyByIdAsync(study.Id, Cancel)).ShouldBe(study);
    }

    [Fact]
    public async Task What_was_never_created_is_not_found()
    {
        await CreateStudyAsync();
        (await Store.FindStudyAsync("LeNet", Cancel)).ShouldBeNull("names are compared exactly");
        (await Store.FindStudyByIdAsync("lenet", Cancel)).ShouldBeNull();
        (await Store.FindTrialAsync("no study", 0, Cancel)).ShouldBeNull();
        (await Store.ReadTrialsAsync("no study", new(), Cancel).ToArrayAsync(Cancel)).ShouldBeEmpty();
        (await Store.ReadObservationsAsync("no study", 0, Cancel).ToArrayAsync(Cancel)).ShouldBeEmpty();
        (await Store.CountTrialsAsync("no study", Cancel)).ShouldBeEmpty();
        (await Store.ReadCurveAsync("no study", 0, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_or_an_id_that_is_taken_is_refused_and_changes_nothing()
    {
        var study = await CreateStudyAsync();
        (await Store.TryCreateStudyAsync(study with { Id = "another id", Reason = "intruder" }, Cancel)).ShouldBeFalse();
        (await Store.TryCreateStudyAsync(study with { Name = "another name", Reason = "intruder" }, Cancel)).ShouldBeFalse();
        (await Store.ListStudiesAsync(Cancel)).ShouldBe([study]);
    }

    [Fact]
    public async Task Of_many_who_create_the_same_name_one_succeeds()
    {
        var other = await OpenAnotherAsync();
        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            (i % 2 == 0 ? Store : other).TryCreateStudyAsync(Samples.Study("contested", $"id {i}"), Cancel)));
        won.Count(w => w).ShouldBe(1);
        (await Store.FindStudyAsync("contested", Cancel))!.Id.ShouldBe($"id {Array.IndexOf(won, true)}");
    }

    [Fact]
    public async Task A_study_is_replaced_only_over_the_revision_before()
    {
        var study = await CreateStudyAsync();
        var paused = study with { Status = StudyStatus.Paused, Revision = 2 };
        (await Store.TryReplaceStudyAsync(paused with { Revision = 3 }, Cancel)).ShouldBeFalse();
        (await Store.TryReplaceStudyAsync(paused with { Revision = 1 }, Cancel)).ShouldBeFalse();
        (await Store.FindStudyAsync(study.Name, Cancel)).ShouldBe(study);

        (await Store.TryReplaceStudyAsync(paused, Cancel)).ShouldBeTrue();
        (await Store.TryReplaceStudyAsync(paused with { Reason = "second" }, Cancel)).ShouldBeFalse();
        (await Store.FindStudyAsync(study.Name, Cancel)).ShouldBe(paused);
    }

    [Fact]
    public async Task A_study_that_is_gone_cannot_be_replaced()
    {
        var study = await CreateStudyAsync();
        await Store.DeleteStudyAsync(study.Id, Cancel);
        (await Store.TryReplaceStudyAsync(study with { Revision = 2 }, Cancel)).ShouldBeFalse();
        (await Store.ListStudiesAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Studies_are_listed_oldest_first_whatever_became_of_them()
    {
        var names = new[] { "c", "a", "b" };
        for (var i = 0; i < names.Length; i++)
            await Store.TryCreateStudyAsync(Samples.Study(names[i]) with { Created = Samples.Noon.AddMinutes(i) }, Cancel);
        await Store.TryReplaceStudyAsync(Samples.Study("c") with { Revision = 2 }, Cancel);
        (await Store.ListStudiesAsync(Cancel)).Select(s => s.Name).ShouldBe(names);
    }

    [Fact]
    public async Task Deleting_a_study_removes_everything_of_it_and_nothing_of_others()
    {
        var doomed = await CreateStudyAsync("doomed");
        var kept = await CreateStudyAsync("kept");
        foreach (var study in new[] { doomed, kept })
        {
            var trials = await InsertAsync(study, 3);
            await ReplaceAsync(study, Samples.Completed(trials[0], sequence: 1));
            await Store.AppendCurveAsync(study.Id, [new(0, 1, 1, Samples.Metrics(("loss", 1)))], Cancel);
        }

        await Store.DeleteStudyAsync(doomed.Id, Cancel);
        await Store.DeleteStudyAsync(doomed.Id, Cancel);

        (await Store.FindStudyAsync("doomed", Cancel)).ShouldBeNull();
        (await ReadTrialsAsync(doomed)).ShouldBeEmpty();
        (await ReadObservationsAsync(doomed)).ShouldBeEmpty();
        (await Store.CountTrialsAsync(doomed.Id, Cancel)).ShouldBeEmpty();
        (await Store.ReadCurveAsync(doomed.Id, 0, Cancel)).ShouldBeEmpty();
        (await ReadTrialsAsync(kept)).Length.ShouldBe(3);
        (await ReadObservationsAsync(kept)).Length.ShouldBe(1);
        (await Store.CountTrialsAsync(kept.Id, Cancel)).Values.Sum().ShouldBe(3);
        (await Store.ReadCurveAsync(kept.Id, 0, Cancel)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_name_can_be_used_again_and_starts_empty()
    {
        var first = await CreateStudyAsync();
        await InsertAsync(first, 3);
        await Store.DeleteStudyAsync(first.Id, Cancel);

        var second = Samples.Study(first.Name, "another id");
        (await Store.TryCreateStudyAsync(second, Cancel)).ShouldBeTrue();
        (await ReadTrialsAsync(second)).ShouldBeEmpty();
        await Store.WriteAsync(first.Id, [new TrialWrite.Insert(Samples.Proposed(first, 9))], Cancel);
        (await ReadTrialsAsync(second)).ShouldBeEmpty("a late write to the old study must not touch the new one");
    }
}
