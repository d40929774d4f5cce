using System.Collections.Concurrent;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Tests.Contract;

public abstract partial class StudyStoreContract
{
    [Fact]
    public async Task Many_who_reserve_the_next_number_share_the_budget_without_gaps_or_doubles()
    {
        const int Budget = 200;
        var study = await CreateStudyAsync();
        var other = await OpenAnotherAsync();
        var reserved = new ConcurrentBag<long>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(
            async () =>
            {
                var store = caller % 2 == 0 ? Store : other;
                for (var number = 0; number < Budget; number++)
                {
                    var trial = Samples.Proposed(study, number) with { Reason = $"caller {caller}" };
                    var result = await store.WriteAsync(study.Id, [new TrialWrite.Insert(trial)], Cancel);
                    if (!result.Conflict) reserved.Add(number);
                }
            },
            Cancel)));

        reserved.Order().ShouldBe(Enumerable.Range(0, Budget).Select(n => (long)n));
        (await ReadTrialsAsync(study)).Length.ShouldBe(Budget);
    }

    [Fact]
    public async Task Of_many_who_replace_one_revision_one_wins()
    {
        const int Rounds = 30;
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 1))[0];
        var other = await OpenAnotherAsync();
        for (var round = 1; round <= Rounds; round++)
        {
            var next = trial with { Revision = trial.Revision + 1 };
            var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(caller =>
                (caller % 2 == 0 ? Store : other).WriteAsync(study.Id, [new TrialWrite.Replace(next with { Reason = $"caller {caller}" })], Cancel)));
            results.Count(r => !r.Conflict).ShouldBe(1);
            trial = (await Store.FindTrialAsync(study.Id, 0, Cancel))!;
            trial.Reason.ShouldBe($"caller {Array.FindIndex(results, r => !r.Conflict)}");
        }

        trial.Revision.ShouldBe(Rounds + 1);
    }

    [Fact]
    public async Task Of_many_who_take_one_sequence_number_one_wins()
    {
        const int Count = 60;
        var study = await CreateStudyAsync();
        var trials = await InsertAsync(study, Count);
        var other = await OpenAnotherAsync();
        var results = await Task.WhenAll(trials.Select(t =>
            (t.Number % 2 == 0 ? Store : other).WriteAsync(study.Id, [new TrialWrite.Replace(Samples.Completed(t, 1 + (t.Number / 6)))], Cancel)));

        results.Count(r => !r.Conflict).ShouldBe(10);
        var observed = await ReadObservationsAsync(study);
        observed.Select(o => o.Attempt.Sequence!.Value).ShouldBe(Enumerable.Range(1, 10).Select(n => (long)n));
        observed.ShouldAllBe(o => !results[o.Trial.Number].Conflict);
        (await Store.CountTrialsAsync(study.Id, Cancel))[TrialState.Completed].ShouldBe(10);
    }

    [Fact]
    public async Task A_conflict_in_one_batch_does_not_disturb_the_batches_beside_it()
    {
        const int Studies = 6;
        var studies = new List<StudyRecord>();
        for (var i = 0; i < Studies; i++) studies.Add(await CreateStudyAsync($"study {i}"));
        foreach (var study in studies.Where((_, i) => i % 2 == 0)) await ShouldApplyAsync(study, new TrialWrite.Insert(Samples.Proposed(study, 5)));

        var results = await Task.WhenAll(studies.Select(study =>
            Store.WriteAsync(study.Id, [.. Enumerable.Range(0, 10).Select(n => new TrialWrite.Insert(Samples.Proposed(study, n)))], Cancel)));

        results.ShouldBe(Enumerable.Range(0, Studies).Select(i => i % 2 == 0 ? new WriteResult(5, Conflict: true) : new WriteResult(10, Conflict: false)));
        for (var i = 0; i < Studies; i++) (await ReadTrialsAsync(studies[i])).Length.ShouldBe(i % 2 == 0 ? 6 : 10);
    }
}
