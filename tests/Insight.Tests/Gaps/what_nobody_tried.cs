using System.Collections.Immutable;
using ArchOpt.Insight.Gaps;
using ArchOpt.Insight.Trends;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Insight.Tests.Gaps;

public sealed class what_nobody_tried
{
    [Fact]
    public void Between_a_good_dropout_and_its_neighbours_lie_four_and_six_tenths()
    {
        var gap = Untested(SampleTrials.Published(
            new FloatParameter("dropout", 0.1, 0.7), new(0.1, 62, 2, 0.7048, 0.7236), new(0.3, 63, 8, 0.7016, 0.7315), new(0.5, 63, 34, 0.7150, 0.7302), new(0.7, 62, 16, 0.7099, 0.7244)));
        Numbers(gap).ShouldBe([0.4, 0.6]);
        gap.IsInSpace.ShouldBeTrue();
        gap.Reason.ShouldBe("dropout = 0.5 is good (56.7% of the top 60), and nothing was tried between it and 0.3 or 0.7.");
    }

    [Fact]
    public void A_logarithmic_parameter_is_divided_by_ratios()
    {
        var gap = Untested(SampleTrials.Published(
            new FloatParameter("lr", 1e-5, 5e-4, Log: true), new(1e-5, 62, 2, 0.7061, 0.7233), new(5e-5, 63, 12, 0.7059, 0.7315), new(1e-4, 63, 37, 0.7146, 0.7300), new(5e-4, 62, 9, 0.7054, 0.7302)));
        Numbers(gap).ShouldBe([8e-5, 6e-5, 2e-4, 3e-4]);
    }

    [Fact]
    public void A_ladder_of_widths_is_filled_with_what_its_rungs_have_in_common_but_that_widens_the_space()
    {
        var gap = Untested(SampleTrials.Published(
            new OrdinalParameter("d_model", [48, 96, 128, 192]), new(48, 62, 14, 0.706, 0.7299), new(96, 63, 5, 0.704, 0.7302), new(128, 63, 38, 0.715, 0.7315), new(192, 62, 3, 0.703, 0.7230)));
        Numbers(gap).ShouldBe([112, 144, 176]);
        gap.IsInSpace.ShouldBeFalse();
    }

    [Fact]
    public void Levels_of_the_space_come_first()
    {
        var space = new SearchSpace([new IntParameter("layers", 2, 12)]);
        var gap = Untested(Tried(space, "layers", 2, 6, 10), top: 12);
        Numbers(gap).ShouldBe([5, 7, 4, 8, 3, 9]);
        gap.IsInSpace.ShouldBeTrue();
        Untested(Tried(new([new FloatParameter("x", 0, 12, Step: 1.5)]), "x", 3, 6, 9), top: 12).Values.Select(value => value.Number).ShouldBe([4.5, 7.5]);
    }

    [Fact]
    public void Neighbouring_levels_leave_no_gap() =>
        Gaps(Tried(new([new IntParameter("layers", 5, 7)]), "layers", 5, 6, 7), top: 12).ShouldBeEmpty();

    [Fact]
    public void The_best_value_at_an_end_points_beyond_it()
    {
        var data = SampleTrials.Published(
            new OrdinalParameter("weight_decay", [0.0, 1e-5, 1e-4, 1e-3]), new(0.0, 62, 8, 0.7035, 0.7236), new(1e-5, 63, 3, 0.7040, 0.7230), new(1e-4, 63, 22, 0.7090, 0.7315), new(1e-3, 62, 27, 0.7120, 0.7302));
        var edge = Gaps(data).Single(gap => gap.Kind == GapKind.Edge);
        Numbers(edge).ShouldBe([2e-3]);
        edge.IsInSpace.ShouldBeFalse();
        edge.Reason.ShouldBe("The best weight_decay, 1e-3, is at the upper end of what was tried and of the space: a better one may lie beyond.");
        var wider = Gaps(Tried(new([new FloatParameter("x", 0, 100)]), "x", 10, 20, 15, 17, bestIs: 20), top: 12).Single(gap => gap.Kind == GapKind.Edge);
        wider.IsInSpace.ShouldBeTrue();
        wider.Reason.ShouldEndWith("and the space goes on to 100.");
    }

    [Fact]
    public void A_hole_among_good_continuous_values_is_named()
    {
        var space = new SearchSpace([new FloatParameter("x", 0, 1)]);
        var sampled = SampleTrials.Sampled(space, 300, (c, stream) => Math.Abs(c["x"].Number - 0.5) + 0.05 * stream.NextNormal());
        var data = new InsightData(space, sampled.Objective, sampled.Trials.Where(trial => Math.Abs(trial.Configuration["x"].Number - 0.5) > 0.06));
        var gap = Untested(data);
        gap.Values.ShouldAllBe(value => value.Number > 0.44 && value.Number < 0.56);
        gap.Values.Length.ShouldBe(3);
    }

    [Fact]
    public void Good_values_that_never_met_are_a_pair_unless_they_cannot_meet()
    {
        var rules = ImmutableArray.Create(new Rule("not (a == 2 and c == 2)"));
        foreach (var (space, met) in new[] { (Space([]), true), (Space(rules), false) })
        {
            var trials = new List<InsightTrial>();
            foreach (var a in new[] { 1, 2 })
            {
                foreach (var c in new[] { 1, 2 })
                {
                    if (a == 2 && c == 2) continue;
                    for (var i = 0; i < 40; i++)
                        trials.Add(SampleTrials.Completed(trials.Count, Configuration.Of(("a", a), ("c", c)), (a == c ? 1 : 0) + i * 0.001));
                }
            }

            var data = new InsightData(space, new("loss", false), trials);
            var pairs = Gaps(data, top: 24).Where(gap => gap.Kind == GapKind.Pair).ToList();
            if (met) pairs.ShouldHaveSingleItem().Parameters.ShouldBe(["a", "c"]);
            else pairs.ShouldBeEmpty();
        }

        static SearchSpace Space(ImmutableArray<Rule> rules) => new([new CategoricalParameter("a", [1, 2]), new CategoricalParameter("c", [1, 2])], rules);
    }

    [Fact]
    public void Where_nothing_can_be_said_there_are_no_gaps()
    {
        var space = new SearchSpace([new IntParameter("layers", 2, 12)]);
        Gaps(SampleTrials.Sampled(space, 200, (_, _) => 1)).ShouldBeEmpty();
        Gaps(SampleTrials.Sampled(space, 1, (_, _) => 1)).ShouldBeEmpty();
        Gaps(SampleTrials.Sampled(space, 0, (_, _) => 1)).ShouldBeEmpty();
    }

    [Fact]
    public void What_failed_was_tried_too()
    {
        var data = Tried(new([new IntParameter("layers", 2, 12)]), "layers", 2, 6, 10);
        var failed = new InsightData(data.Space, data.Objective, data.Trials.Add(new(1_000, Configuration.Of(("layers", 7)), ObservedOutcome.Failed, null)));
        Untested(failed, top: 12).Values.ShouldNotContain(ParameterValue.Of(7));
    }

    [Fact]
    public void Duplicates_are_the_same_configuration_with_the_same_seed()
    {
        var space = new SearchSpace([new IntParameter("x", 1, 9)]);
        InsightTrial Trial(long number, int x, long seed, string? group = null) => SampleTrials.Completed(number, Configuration.Of(("x", x)), 1, seed) with { Group = group };
        var data = new InsightData(space, new("loss", false), [Trial(5, 1, 1), Trial(1, 1, 1), Trial(2, 1, 2), Trial(3, 2, 1), Trial(4, 3, 1, "a"), Trial(6, 3, 1, "b"), Trial(7, 1, 1)]);
        var duplicate = Duplicates.Of(data).ShouldHaveSingleItem();
        duplicate.Numbers.ShouldBe([1, 5, 7]);
        duplicate.Wasted.ShouldBe(2);
    }

    private static ImmutableArray<Gap> Gaps(InsightData data, int top = 60) => GapSearch.Of(data, TrendTables.Of(data, top));

    private static Gap Untested(InsightData data, int top = 60) => Gaps(data, top).Single(gap => gap.Kind == GapKind.Untested);

    private static IEnumerable<double> Numbers(Gap gap) => gap.Values.Select(value => value.Number);

    /// <summary>Thirty trials of each value; the middle one, or the one named, is best.</summary>
    private static InsightData Tried(SearchSpace space, string name, params double[] values) => Tried(space, name, values[0], values[1], values[2], null, values[1]);

    private static InsightData Tried(SearchSpace space, string name, double a, double b, double c, double? d, double bestIs) => new(
        space,
        new("loss", false),
        new[] { a, b, c, d }.OfType<double>().SelectMany((value, v) => Enumerable.Range(0, 30).Select(i =>
            SampleTrials.Completed(100 * v + i, Configuration.Of((name, value)), (value == bestIs ? 0 : 1) + i * 0.001))));
}
