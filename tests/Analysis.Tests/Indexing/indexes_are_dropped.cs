using ArchOpt.Analysis.Indexing;

namespace ArchOpt.Analysis.Tests.Indexing;

public sealed class indexes_are_dropped
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task of_studies_that_nobody_looks_at_any_more()
    {
        await using var home = await SqliteHome.OpenAsync(Stop);
        var time = new SetTime();
        using var indexes = new TrialIndexes(home.Store, time);
        var (left, watched) = (await WrittenStudy.CreateAsync(home.Store, "left", Stop), await WrittenStudy.CreateAsync(home.Store, "watched", Stop));
        var first = indexes.Of(left.Record);
        indexes.Of(watched.Record);

        time.Advance(TrialIndexes.Idle / 2);
        indexes.Of(watched.Record);
        indexes.Count.ShouldBe(2);
        time.Advance(TrialIndexes.Idle / 2);
        indexes.Of(watched.Record);

        indexes.Count.ShouldBe(1);
        indexes.Of(left.Record).ShouldNotBeSameAs(first);
    }

    [Fact]
    public async Task from_the_one_looked_at_longest_ago_when_there_are_too_many_trials()
    {
        await using var home = await SqliteHome.OpenAsync(Stop);
        using var indexes = new TrialIndexes(home.Store, TimeProvider.System, capacity: 10);
        var studies = new List<WrittenStudy>();
        for (var i = 0; i < 3; i++)
        {
            studies.Add(await WrittenStudy.CreateAsync(home.Store, $"study {i}", Stop));
            await studies[i].AddAsync(Stop, Enumerable.Repeat(Outcome.Of(1), 5));
            await indexes.Of(studies[i].Record).LookAsync(TimeSpan.FromMinutes(1), Stop);
        }

        var (second, third) = (indexes.Of(studies[1].Record), indexes.Of(studies[2].Record));

        indexes.Count.ShouldBe(2);
        second.Snapshot.Ended.Count.ShouldBe(5);
        third.Snapshot.Ended.Count.ShouldBe(5);
    }

    [Fact]
    public async Task when_their_study_was_deleted_and_created_anew()
    {
        await using var home = await SqliteHome.OpenAsync(Stop);
        using var indexes = new TrialIndexes(home.Store, TimeProvider.System);
        var old = await WrittenStudy.CreateAsync(home.Store, "s", Stop);
        await old.AddAsync(Stop, Outcome.Of(0.5), Outcome.Of(0.4));
        (await indexes.Of(old.Record).LookAsync(TimeSpan.FromMinutes(1), Stop)).Ended.Count.ShouldBe(2);

        await home.Store.DeleteStudyAsync(old.Record.Id, Stop);
        var anew = await WrittenStudy.CreateAsync(home.Store, "s", Stop);
        await anew.AddAsync(Stop, Outcome.Of(0.9));

        (await indexes.Of(anew.Record).LookAsync(TimeSpan.FromMinutes(1), Stop)).Top.Single().ShouldBe(new BestTrial(0, 0.9));
        indexes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task when_a_further_import_widened_their_space()
    {
        await using var home = await SqliteHome.OpenAsync(Stop);
        using var indexes = new TrialIndexes(home.Store, TimeProvider.System);
        var study = await WrittenStudy.CreateAsync(home.Store, "s", Stop);
        var before = indexes.Of(study.Record);

        var after = indexes.Of(study.Record with { Definition = WrittenStudy.Plain.Replace("\"high\":1", "\"high\":2", StringComparison.Ordinal) });

        after.ShouldNotBeSameAs(before);
        indexes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task while_somebody_reads_them_who_then_sees_what_was_known()
    {
        await using var home = await SqliteHome.OpenAsync(Stop);
        var study = await WrittenStudy.CreateAsync(home.Store, "s", Stop);
        await study.AddAsync(Stop, Enumerable.Repeat(Outcome.Of(1), 5_000));
        using var indexes = new TrialIndexes(home.Store, TimeProvider.System);
        var looking = indexes.Of(study.Record).LookAsync(TimeSpan.FromMinutes(1), Stop);

        indexes.Forget(study.Record.Id);

        (await looking).Ended.Count.ShouldBeLessThanOrEqualTo(5_000);
        indexes.Count.ShouldBe(0);
    }
}
