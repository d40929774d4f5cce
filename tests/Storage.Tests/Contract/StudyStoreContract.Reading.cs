using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Tests.Contract;

public abstract partial class StudyStoreContract
{
    [Fact]
    public async Task Trials_are_read_in_number_order_whatever_the_order_of_writing()
    {
        var study = await CreateStudyAsync();
        int[] order = [3, 0, 4, 1, 2];
        await ShouldApplyAsync(study, [.. order.Select(n => new TrialWrite.Insert(Samples.Proposed(study, n)))]);
        (await ReadTrialsAsync(study)).Select(t => t.Number).ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public async Task Pages_neither_skip_nor_repeat_while_trials_are_added_and_change()
    {
        var study = await CreateStudyAsync();
        var trials = await InsertAsync(study, 20);
        var seen = new List<long>();
        var (after, added) = (-1L, 20);
        while (await ReadTrialsAsync(study, new(after, Limit: 3)) is { Length: > 0 } page)
        {
            page.Length.ShouldBeLessThanOrEqualTo(3);
            seen.AddRange(page.Select(t => t.Number));
            after = page[^1].Number;
            await ReplaceAsync(study, Samples.Completed(trials[(int)page[0].Number % 20] with { Revision = 1 + seen.Count(n => n == page[0].Number) - 1 }, page[0].Number + 1));
            if (added < 25) await ShouldApplyAsync(study, new TrialWrite.Insert(Samples.Proposed(study, added++)));
            trials = await ReadTrialsAsync(study);
        }

        seen.ShouldBe(Enumerable.Range(0, 25).Select(n => (long)n));
    }

    [Fact]
    public async Task A_read_longer_than_any_page_is_complete()
    {
        const int Count = 2_500;
        var study = await CreateStudyAsync();
        var trials = await InsertAsync(study, Count);
        await ShouldApplyAsync(study, [.. trials.Select(t => new TrialWrite.Replace(Samples.Completed(t, Count - t.Number)))]);

        (await ReadTrialsAsync(study)).Select(t => t.Number).ShouldBe(Enumerable.Range(0, Count).Select(n => (long)n));
        (await ReadTrialsAsync(study, new(Limit: 1_500))).Length.ShouldBe(1_500);
        (await ReadTrialsAsync(study, new(After: 99, State: TrialState.Completed))).Select(t => t.Number).ShouldBe(Enumerable.Range(100, Count - 100).Select(n => (long)n));
        (await ReadObservationsAsync(study)).Select(o => o.Trial.Number).ShouldBe(Enumerable.Range(0, Count).Select(n => (long)Count - 1 - n));
    }

    [Fact]
    public async Task Limit_state_and_start_combine()
    {
        var study = await CreateStudyAsync();
        var trials = await InsertAsync(study, 10);
        foreach (var trial in trials.Where(t => t.Number % 2 == 1)) await ReplaceAsync(study, Samples.Completed(trial, trial.Number));

        (await ReadTrialsAsync(study, new(After: 2, Limit: 2, State: TrialState.Completed))).Select(t => t.Number).ShouldBe([3, 5]);
        (await ReadTrialsAsync(study, new(State: TrialState.Failed))).ShouldBeEmpty();
        (await ReadTrialsAsync(study, new(Limit: 0))).ShouldBeEmpty();
        (await ReadTrialsAsync(study, new(After: 9))).ShouldBeEmpty();
    }

    [Fact]
    public async Task In_flight_are_the_proposed_and_the_running_in_number_order()
    {
        var study = await CreateStudyAsync();
        var trials = await InsertAsync(study, 6);
        await ReplaceAsync(study, Samples.Running(trials[0]));
        await ReplaceAsync(study, Samples.Completed(trials[1], sequence: 1));
        await ReplaceAsync(study, Samples.Failed(trials[2], sequence: 2));
        await ReplaceAsync(study, Samples.Running(trials[4]));
        await ReplaceAsync(study, Samples.Replayed(Samples.Failed(trials[2], sequence: 2)));

        (await ReadTrialsAsync(study, new() { InFlight = true })).Select(t => t.Number).ShouldBe([0, 2, 3, 4, 5]);
        (await ReadTrialsAsync(study, new(After: 2, Limit: 2) { InFlight = true })).Select(t => t.Number).ShouldBe([3, 4]);
    }

    [Fact]
    public async Task Counts_follow_every_change_of_state()
    {
        var study = await CreateStudyAsync();
        var trials = await InsertAsync(study, 4);
        (await Store.CountTrialsAsync(study.Id, Cancel)).ShouldBe([new(TrialState.Proposed, 4)]);

        var running = await ReplaceAsync(study, Samples.Running(trials[0]));
        var failed = await ReplaceAsync(study, Samples.Failed(trials[1], sequence: 1));
        (await Store.CountTrialsAsync(study.Id, Cancel)).ShouldBe(
            [new(TrialState.Proposed, 2), new(TrialState.Running, 1), new(TrialState.Failed, 1)],
            ignoreOrder: true);

        await ReplaceAsync(study, Samples.Completed(running, sequence: 2));
        await ReplaceAsync(study, Samples.Replayed(failed));
        (await Store.CountTrialsAsync(study.Id, Cancel)).ShouldBe(
            [new(TrialState.Proposed, 3), new(TrialState.Completed, 1)],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Another_store_sees_a_write_as_soon_as_it_has_completed()
    {
        var other = await OpenAnotherAsync();
        var study = await CreateStudyAsync();
        for (var number = 0; number < 20; number++)
        {
            await ShouldApplyAsync(study, new TrialWrite.Insert(Samples.Proposed(study, number)));
            (await other.FindTrialAsync(study.Id, number, Cancel)).ShouldNotBeNull();
            (await other.CountTrialsAsync(study.Id, Cancel))[TrialState.Proposed].ShouldBe(number + 1);
        }
    }

    [Fact]
    public async Task A_closed_store_opens_again_with_everything_in_it()
    {
        var study = await CreateStudyAsync();
        var trials = await InsertAsync(study, 3);
        var completed = await ReplaceAsync(study, Samples.Completed(trials[1], sequence: 1));
        await Store.DisposeAsync();

        var again = await OpenAnotherAsync();
        (await again.ListStudiesAsync(Cancel)).ShouldBe([study]);
        (await again.ReadTrialsAsync(study.Id, new(), Cancel).ToArrayAsync(Cancel)).ShouldBe([trials[0], completed, trials[2]]);
    }
}
