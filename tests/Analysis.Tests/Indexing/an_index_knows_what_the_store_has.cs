using ArchOpt.Analysis.Indexing;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests.Indexing;

public sealed class an_index_knows_what_the_store_has
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task every_look_finds_what_was_written_before_it()
    {
        await using var home = await SqliteHome.OpenAsync(Stop);
        var study = await WrittenStudy.CreateAsync(home.Store, "s", Stop);
        using var index = Index(study, home);
        for (var i = 0; i < 50; i++)
        {
            await study.AddAsync(Stop, Outcome.Of(1.0 / (i + 1)));

            var snapshot = await index.LookAsync(Long, Stop);

            snapshot.Ended.Count.ShouldBe(i + 1);
            snapshot.Top[0].ShouldBe(new BestTrial(i, 1.0 / (i + 1)));
            snapshot.IsWhole.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task a_row_says_what_a_list_needs()
    {
        await using var home = await SqliteHome.OpenAsync(Stop);
        var study = await WrittenStudy.CreateAsync(home.Store, "s", Stop, WrittenStudy.Grouped);
        await study.AddAsync(
            [(Configuration.Of(("model", "GT"), ("n_layers", 2), ("embedding_dim", 16)), new(AttemptState.Failed, double.NaN, "CUDA error 719 at step 12", "node-7", 2.5))], Stop);
        using var index = Index(study, home);

        var snapshot = await index.LookAsync(Long, Stop);

        var row = snapshot.Ended.All().ShouldHaveSingleItem();
        row.Number.ShouldBe(0);
        row.State.ShouldBe(TrialState.Failed);
        row.Attempts.ShouldBe(1);
        row.FirstValue.ShouldBe(double.NaN);
        row.Value.ShouldBeNull();
        snapshot.GroupName(row).ShouldBe("GT");
        (row.Size, row.IsSizeEstimated).ShouldBe((512, true));
        row.DurationSeconds.ShouldBe(2.5);
        row.Worker.ShouldBe("node-7");
        row.Cause.ShouldBe("CUDA error N at step N");
        row.Started.ShouldBe(WrittenStudy.Moment); // its end without its duration: nobody announced it
        row.Ended.ShouldBe(WrittenStudy.Moment.AddSeconds(2.5));
    }

    [Fact]
    public async Task a_trial_that_is_run_again_is_in_flight_and_then_counts_by_its_later_result()
    {
        await using var home = await SqliteHome.OpenAsync(Stop);
        var study = await WrittenStudy.CreateAsync(home.Store, "s", Stop);
        await study.AddAsync(Stop, Outcome.Of(0.5), Outcome.Failure("lost its disk"), Outcome.Of(0.6));
        using var index = Index(study, home);
        var before = await index.LookAsync(Long, Stop);

        await study.ReplayAsync(1, Stop);
        var during = await index.LookAsync(Long, Stop);
        await study.EndAsync(1, Outcome.Of(0.1), Stop);
        var after = await index.LookAsync(Long, Stop);

        before.Trials().Select(trial => trial.State).ShouldBe([TrialState.Completed, TrialState.Failed, TrialState.Completed]);
        during.Trials().Select(trial => (trial.State, trial.Attempts)).ShouldBe([(TrialState.Completed, 1), (TrialState.Proposed, 2), (TrialState.Completed, 1)]);
        after.Trials().Select(trial => (trial.State, trial.Attempts)).ShouldBe([(TrialState.Completed, 1), (TrialState.Completed, 2), (TrialState.Completed, 1)]);
        after.InFlight.ShouldBeEmpty();
        after.Top[0].ShouldBe(new BestTrial(1, 0.1));
        after.Groups.Single().Ended.ShouldBe([KeyValuePair.Create(TrialState.Completed, 3L)]);
        before.Groups.Single().Ended[TrialState.Failed].ShouldBe(1, "what a page was made of does not change under it");
    }

    [Fact]
    public async Task read_in_pieces_or_at_once_it_is_the_same()
    {
        await using var home = await SqliteHome.OpenAsync(Stop);
        var study = await WrittenStudy.CreateAsync(home.Store, "s", Stop);
        using var watched = Index(study, home);
        for (var i = 0; i < 40; i++)
        {
            await study.AddAsync(Stop, Outcome.Of(i % 7), i % 5 == 0 ? Outcome.Failure($"error {i}") : new(AttemptState.Pruned, 3));
            if (i % 10 == 9) await study.ReplayAsync((2 * i) - 17, Stop); // an odd one, of which some failed
            await watched.LookAsync(Long, Stop);
        }

        using var fresh = Index(study, home);
        var (one, other) = (await watched.LookAsync(Long, Stop), await fresh.LookAsync(Long, Stop));

        one.Trials().Select(Text).ShouldBe(other.Trials().Select(Text));
        one.Trials().Count().ShouldBe(80);
        one.Top.ShouldBe(other.Top);
        one.Sequence.ShouldBe(other.Sequence);
        one.Plots.Convergence!.Svg.ShouldBe(other.Plots.Convergence!.Svg);
    }

    [Fact]
    public async Task it_counts_each_group_for_itself()
    {
        await using var home = await SqliteHome.OpenAsync(Stop);
        var study = await WrittenStudy.CreateAsync(home.Store, "s", Stop, WrittenStudy.Grouped);
        await study.AddAsync([(Of("GAT"), Outcome.Of(0.5)), (Of("GT"), Outcome.Of(0.3)), (Of("GT"), Outcome.Failure("x")), (Of("GT"), Outcome.Of(0.4))], Stop);
        using var index = Index(study, home);

        var groups = (await index.LookAsync(Long, Stop)).Groups;

        groups.Select(group => (group.Name, group.Best, group.Last)).ShouldBe([("GAT", new BestTrial(0, 0.5), 0.5), ("GT", new BestTrial(1, 0.3), 0.4)]);
        groups[1].Ended.GetValueOrDefault(TrialState.Failed).ShouldBe(1);

        static Configuration Of(string model) => Configuration.Of(("model", model), ("n_layers", 1), ("embedding_dim", 8));
    }

    [Fact]
    public async Task of_ten_thousand_trials_in_flight_it_shows_the_first_and_counts_all()
    {
        await using var home = await SqliteHome.OpenAsync(Stop);
        var study = await WrittenStudy.CreateAsync(home.Store, "s", Stop);
        await study.AddAsync(Stop, Outcome.Of(1));
        await study.ProposeAsync(Stop, 3_000);
        using var index = Index(study, home);

        var snapshot = await index.LookAsync(Long, Stop);

        snapshot.InFlight.Length.ShouldBe(TrialIndex.MostInFlight);
        snapshot.InFlight[0].Number.ShouldBe(1);
        snapshot.InFlightCount.ShouldBe(3_000);
    }

    [Fact]
    public void errors_that_are_never_the_same_do_not_fill_the_memory()
    {
        var pool = new TextPool(1_000);

        var kept = Enumerable.Range(0, 1_000).Select(i => pool.Find($"error of kind {(char)('a' + (i % 26))}{i:x}-{new string('x', 20)}")).ToArray();

        kept.Count(text => text is not null).ShouldBeInRange(20, 40);
        pool.Find(kept[0]).ShouldBeSameAs(kept[0]);
    }

    private static TrialIndex Index(WrittenStudy study, SqliteHome home) => new(study.Record.Id, study.Definition, home.Store, TimeProvider.System);

    private static string Text(TrialSummary trial) =>
        $"{trial.Number} {trial.State} {trial.Attempts} {trial.FirstValue} {trial.Cause} {trial.Worker} {trial.DurationSeconds} {trial.Ended:O} {trial.HoldsConstraints}";
}
