using ArchOpt.Search.Configurations;
using ArchOpt.Search.Objectives;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.Tpe;

namespace ArchOpt.Search.Tests.Strategies.Tpe;

public class trials_are_split_into_good_and_bad
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(6, 1)]
    [InlineData(7, 2)]
    [InlineData(100, 15)]
    [InlineData(1_000, 25)]
    [InlineData(1_000_000, 25)]
    public void A_share_is_good_and_at_most_25(long trials, int good) => ParzenSplit.Size(0.15, trials).ShouldBe(good);

    [Fact]
    public void The_best_weigh_most()
    {
        // ln 4 - ln 1, ln 4 - ln 2, ln 4 - ln 3 over their mean 0.789041
        var weights = ParzenSplit.RankWeights(3);

        weights[0].ShouldBe(1.756935, 1e-5);
        weights[1].ShouldBe(0.878467, 1e-5);
        weights[2].ShouldBe(0.364597, 1e-5);
    }

    [Fact]
    public void Sampled_trials_weigh_as_much_as_all_they_stand_for_and_both_groups_have_the_same_share_of_prior()
    {
        ParzenTrial[] ranked = [.. Enumerable.Range(0, 10).Select(i => Parzen.Trial(i, Fitness.Completed([i])))];
        ParzenTrial[] sample = [Parzen.Trial(20, Fitness.Completed([20])), Parzen.Trial(21, Fitness.Completed([21]))];
        ParzenTrial[] pending = [Parzen.Trial(30, Fitness.Unknown)];

        // 10 + 2 x 5 trials: 3 are good; the bad side is 7 of weight 1, 2 of weight 5, 1 in flight: 18, and 18 / 3 of prior.
        var (good, bad) = ParzenSplit.Of(ranked, sample, 5, pending, Parzen.Settings);

        good.Trials.Select(t => t.Number).ShouldBe([0L, 1, 2]);
        bad.Trials.Select(t => t.Number).ShouldBe([3L, 4, 5, 6, 7, 8, 9, 20, 21, 30]);
        good.Prior.ShouldBe(0.25, 1e-12);
        bad.Prior.ShouldBe(0.25, 1e-12);
        bad.Weights[0].ShouldBe(1.0 / 24, 1e-12);
        bad.Weights[7].ShouldBe(5.0 / 24, 1e-12);
        bad.Weights[9].ShouldBe(1.0 / 24, 1e-12);
        good.Weights.Sum().ShouldBe(0.75, 1e-12);
    }

    [Fact]
    public void Completed_ones_rank_before_pruned_before_violating_before_impossible_ones()
    {
        var archive = new EliteArchive(10);
        foreach (var trial in new[]
        {
            Parzen.Trial(0, Fitness.Unknown), Parzen.Trial(1, Fitness.Violating(0.5)), Parzen.Trial(2, Fitness.Pruned([-9])),
            Parzen.Trial(3, Fitness.Completed([7])), Parzen.Trial(4, Fitness.Violating(0.1)), Parzen.Trial(5, Fitness.Completed([3])),
            Parzen.Trial(6, Fitness.Completed([3])), Parzen.Trial(7, Fitness.Pruned([-10])),
        }) archive.Add(trial);

        archive.Ordered.Select(t => t.Number).ShouldBe([5L, 6, 3, 7, 2, 4, 1, 0]);
    }

    [Fact]
    public void Failed_and_non_finite_ones_teach_nothing()
    {
        ParzenTrial.Of(new(0, Configuration.Empty, ObservedOutcome.Failed, []), 1, [], []).ShouldBeNull();
        ParzenTrial.Of(new(0, Configuration.Empty, ObservedOutcome.Completed, [double.NaN]), 1, [], []).ShouldBeNull();
        ParzenTrial.Of(new(0, Configuration.Empty, ObservedOutcome.Completed, default), 1, [], []).ShouldBeNull();
        ParzenTrial.Of(new(0, Configuration.Empty, ObservedOutcome.Completed, [1]), 2, [], []).ShouldBeNull();
    }

    [Fact]
    public void What_is_infeasible_for_an_unmeasured_reason_teaches_that_it_is_bad() =>
        ParzenTrial.Of(new(0, Configuration.Empty, ObservedOutcome.Infeasible, [], double.NaN), 1, [], [])!.Fitness.ShouldBe(Fitness.Unknown);

    [Fact]
    public void Several_objectives_rank_by_front_and_then_the_lonelier_first()
    {
        // Front 1: (0,10) (1,8) (2,7) (10,0), of which the ends come first, then (2,7), whose neighbours are (1,8) and (10,0): 0.9 + 0.8,
        // then (1,8): 0.2 + 0.3. Front 2: (11,1). Front 3: (12,12).
        var archive = new ParetoArchive(10);
        double[][] losses = [[12, 12], [1, 8], [0, 10], [11, 1], [10, 0], [2, 7]];
        for (var i = 0; i < losses.Length; i++) archive.Add(Parzen.Trial(i, Fitness.Completed([.. losses[i]]))).ShouldBeNull();

        archive.Ordered.Select(t => t.Number).ShouldBe([2L, 4, 5, 1, 3, 0]);
    }

    [Fact]
    public void Several_objectives_let_the_worst_front_go()
    {
        var archive = new ParetoArchive(2);
        archive.Add(Parzen.Trial(0, Fitness.Completed([5, 5])));
        archive.Add(Parzen.Trial(1, Fitness.Completed([1, 9])));

        archive.Add(Parzen.Trial(2, Fitness.Completed([4, 4])))!.Number.ShouldBe(0);
    }

    [Fact]
    public void The_sample_of_the_rest_does_not_depend_on_its_order()
    {
        UniformSample forward = new(16, 3), backward = new(16, 3);
        for (var i = 0; i < 1_000; i++)
        {
            forward.Add(Parzen.Trial(i, Fitness.Completed([i])));
            backward.Add(Parzen.Trial(999 - i, Fitness.Completed([i])));
        }

        forward.Count.ShouldBe(16);
        forward.Weight.ShouldBe(1_000.0 / 16);
        forward.Trials.Select(t => t.Number).Order().ShouldBe(backward.Trials.Select(t => t.Number).Order());
    }

    [Fact]
    public void The_sample_of_the_rest_is_uniform()
    {
        // The mean number of 100 of 0..9999 has a standard deviation of 2887 / 10.
        var sample = new UniformSample(100, 8);
        for (var i = 0; i < 10_000; i++) sample.Add(Parzen.Trial(i, Fitness.Completed([i])));

        sample.Trials.Average(t => t.Number).ShouldBe(5_000, 4 * 289);
    }
}
