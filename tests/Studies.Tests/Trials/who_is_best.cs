using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Trials;

public class who_is_best
{
    [Fact]
    public void nobody_before_a_trial_has_completed()
    {
        var standings = new Standings(Samples.Study());
        standings.Best.ShouldBeNull();
        foreach (var state in Enum.GetValues<TrialState>().Where(s => s != TrialState.Completed)) Add(standings, 0, 1, state).ShouldBeFalse();
        standings.Best.ShouldBeNull();
    }

    [Theory]
    [InlineData(Goal.Minimize, 2)]
    [InlineData(Goal.Maximize, 0)]
    public void the_goal_says_which_way(Goal goal, long best)
    {
        var standings = new Standings(Samples.Study() with { Objectives = [Samples.Minimized with { Goal = goal }] });
        double[] values = [3, -1, -2];
        for (var i = 0; i < values.Length; i++) Add(standings, i, values[i]);
        standings.Best!.Value.Number.ShouldBe(best);
    }

    [Fact]
    public void a_tie_goes_to_the_lower_number_in_whatever_order_they_came()
    {
        var standings = new Standings(Samples.Study());
        Add(standings, 5, 0.0).ShouldBeTrue();
        Add(standings, 9, -0.0).ShouldBeFalse();
        Add(standings, 3, 0.0).ShouldBeTrue();
        standings.Top(3).Select(s => s.Number).ShouldBe([3, 5, 9]);
    }

    [Fact]
    public void the_first_objective_decides()
    {
        var standings = new Standings(Samples.Study() with { Objectives = [Samples.Maximized, Samples.Minimized] });
        standings.Add(0, TrialState.Completed, [1, 0], Samples.Metrics());
        standings.Add(1, TrialState.Completed, [2, 9], Samples.Metrics()).ShouldBeTrue();
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.PositiveInfinity)]
    public void what_is_no_number_never_enters(double value)
    {
        var standings = new Standings(Samples.Study());
        Add(standings, 0, value).ShouldBeFalse();
        standings.Top(10).ShouldBeEmpty();
    }

    [Fact]
    public void a_trial_that_breaks_a_soft_constraint_is_never_best_however_good_it_is()
    {
        var standings = new Standings(Samples.Study() with { Constraints = [new("qps", 3500, null, ConstraintMode.Soft)] });
        standings.Add(0, TrialState.Completed, [-1e9], Samples.Metrics(("qps", 3499.99))).ShouldBeFalse();
        standings.Add(1, TrialState.Completed, [5], Samples.Metrics(("qps", 3500))).ShouldBeTrue();
        standings.Top(2).Select(s => s.Number).ShouldBe([1]);
    }

    [Fact]
    public void only_the_leaders_are_kept()
    {
        var standings = new Standings(Samples.Study());
        for (var i = 0; i < Standings.Capacity + 500; i++) Add(standings, i, (i * 7919) % 1500);
        standings.Top(int.MaxValue).Select(s => s.Loss).ShouldBe(Enumerable.Range(0, Standings.Capacity).Select(i => (double)i));
        Add(standings, 9_999, 1e6).ShouldBeFalse();
        Add(standings, 10_000, -1).ShouldBeTrue();
    }

    [Fact]
    public void a_configuration_stands_by_the_mean_of_its_replicates_and_only_when_all_have_ended()
    {
        var standings = new Standings(Replicated(3));
        Add(standings, 0, -100).ShouldBeFalse(); // a lucky draw
        Add(standings, 1, 50).ShouldBeFalse();
        Add(standings, 2, 80).ShouldBeTrue();
        Add(standings, 4, 7);
        Add(standings, 3, 9);
        standings.Best!.Value.ShouldBe(new Standing(10, 0));
        Add(standings, 5, 8).ShouldBeTrue();
        standings.Top(9).ShouldBe([new Standing(8, 3), new Standing(10, 0)]);
    }

    [Theory]
    [InlineData(TrialState.Failed, 2.0)]
    [InlineData(TrialState.Cancelled, 2.0)]
    [InlineData(TrialState.Infeasible, null)]
    [InlineData(TrialState.Pruned, null)]
    public void a_replicate_that_says_nothing_is_left_out_and_one_that_is_infeasible_or_stopped_keeps_its_configuration_out(TrialState state, double? loss)
    {
        var standings = new Standings(Replicated(3));
        Add(standings, 0, 1);
        Add(standings, 1, -99, state);
        Add(standings, 2, 3);
        (standings.Best?.Loss).ShouldBe(loss);
    }

    [Fact]
    public void a_replayed_replicate_changes_where_its_configuration_stands()
    {
        var standings = new Standings(Replicated(2));
        Add(standings, 0, 1);
        Add(standings, 1, 0, TrialState.Failed).ShouldBeTrue();
        Add(standings, 1, 5).ShouldBeTrue();
        standings.Top(9).ShouldBe([new Standing(3, 0)]);
    }

    [Fact]
    public void several_objectives_have_a_front_and_one_has_none()
    {
        var standings = new Standings(Samples.Study() with { Objectives = [Samples.Minimized, Samples.Maximized] });
        standings.Add(0, TrialState.Completed, [1, 1], Samples.Metrics());
        standings.Add(1, TrialState.Completed, [2, 5], Samples.Metrics());
        standings.Add(2, TrialState.Completed, [3, 4], Samples.Metrics()); // dominated by 1
        standings.Add(3, TrialState.Infeasible, [0, 9], Samples.Metrics());
        standings.Front.Select(point => point.Item).ShouldBe([0, 1]);
        standings.Front[1].Losses.ShouldBe([2, -5]);
        var single = new Standings(Samples.Study());
        Add(single, 0, 1);
        single.Front.ShouldBeEmpty();
    }

    [Fact]
    public void a_replayed_replicate_may_take_its_configuration_off_the_front()
    {
        var standings = new Standings(Replicated(2) with { Objectives = [Samples.Minimized, Samples.Maximized] });
        foreach (var (number, loss, score) in new[] { (0, 1, 1), (1, 1, 1), (2, 0, 5) })
            standings.Add(number, TrialState.Completed, [loss, score], Samples.Metrics());
        standings.Add(3, TrialState.Failed, [], Samples.Metrics());
        standings.Front.Select(point => point.Item).ShouldBe([2]);
        standings.Add(3, TrialState.Completed, [8, -9], Samples.Metrics());
        standings.Front.Select(point => point.Item).ShouldBe([0]);
    }

    private static StudyDefinition Replicated(int replicates) => Samples.Study() with { Replicates = [.. Enumerable.Range(0, replicates)] };

    private static bool Add(Standings standings, long number, double loss, TrialState state = TrialState.Completed) =>
        standings.Add(number, state, [loss], Samples.Metrics());
}
