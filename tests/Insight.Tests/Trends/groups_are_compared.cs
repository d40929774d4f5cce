using ArchOpt.Insight.Trends;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Tests.Trends;

public sealed class groups_are_compared
{
    private static readonly SearchSpace Space = new([new FloatParameter("x", 0, 1)]);

    [Fact]
    public void Each_has_its_row_and_each_pair_its_interval()
    {
        var comparison = GroupComparisons.Of(Data(("2M", 30, 0.0), ("20M", 30, 3.0), ("200M", 1, 9.0)))!;
        comparison.Groups.Select(row => (row.Group, row.N)).ShouldBe([("200M", 1), ("20M", 30), ("2M", 30)]);
        comparison.Groups[0].StandardError.ShouldBeNull();
        comparison.Differences.Length.ShouldBe(3);
        var difference = comparison.Differences.Single(d => d is { A: "20M", B: "2M" });
        difference.Difference.ShouldBe(3, 1);
        difference.Interval!.Value.Contains(3).ShouldBeTrue();
        difference.Interval.Value.Contains(0).ShouldBeFalse();
        difference.AdjustedP!.Value.ShouldBeLessThan(1e-6);
        difference.HedgesG!.Value.ShouldBeGreaterThan(1.5);
        comparison.Differences.Count(d => d.Interval is null).ShouldBe(2);
    }

    [Fact]
    public void Without_groups_there_is_nothing_to_compare() => GroupComparisons.Of(SampleTrials.Sampled(Space, 10, (c, _) => c["x"].Number)).ShouldBeNull();

    [Fact]
    public void Many_groups_are_compared_with_the_best_alone() => GroupComparisons.Of(Data([.. Enumerable.Range(0, 20).Select(i => ($"g{i:00}", 5, (double)i))]))!
        .Differences.Length.ShouldBe(19);

    [Fact]
    public void One_can_be_looked_at_alone()
    {
        var data = Data(("a", 7, 0), ("b", 9, 1));
        data.OfGroup("b").Measured.ShouldAllBe(trial => trial.Group == "b");
        data.OfGroup("b").Counts.Completed.ShouldBe(9);
        data.OfGroup(null).Best.ShouldBeNull();
    }

    [Fact]
    public void The_order_of_the_trials_changes_nothing()
    {
        var data = Data(("a", 7, 0), ("b", 9, 1), ("c", 4, 2));
        var other = GroupComparisons.Of(SampleTrials.Shuffled(data, 3))!;
        other.Groups.ShouldBe(GroupComparisons.Of(data)!.Groups);
        other.Differences.ShouldBe(GroupComparisons.Of(data)!.Differences);
    }

    private static InsightData Data(params (string Name, int Count, double Mean)[] groups)
    {
        var names = groups.SelectMany(group => Enumerable.Repeat(group, group.Count)).ToArray();
        var sampled = SampleTrials.Sampled(Space, names.Length, (_, stream) => stream.NextNormal());
        return new(Space, sampled.Objective, sampled.Trials.Select((trial, i) => trial with { Group = names[i].Name, Value = trial.Value + names[i].Mean }));
    }
}
