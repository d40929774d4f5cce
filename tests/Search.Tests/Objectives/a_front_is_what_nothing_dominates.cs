using System.Collections.Immutable;
using ArchOpt.Search.Objectives;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Tests.Objectives;

public class a_front_is_what_nothing_dominates
{
    [Fact]
    public void Kept_point_by_point_it_equals_the_batch() => Property.Holds(seed =>
    {
        var points = Points.Random(seed, count: 40, levels: 6);
        var front = new ParetoFront<int>(points[0].Length);
        for (var i = 0; i < points.Count; i++) front.Add(points[i], i);

        var batch = Enumerable.Range(0, points.Count).Where(i => !points.Any(p => ParetoDominance.Dominates(p.AsSpan(), points[i].AsSpan())));
        front.Points.Select(p => p.Item).ShouldBe(batch);
    });

    [Fact]
    public void Equal_points_are_all_on_it()
    {
        var front = new ParetoFront<string>(2);
        front.Add([1, 2], "a").ShouldBeTrue();
        front.Add([1, 2], "b").ShouldBeTrue();
        front.Add([1, 3], "worse in one, equal in the other").ShouldBeFalse();
        front.Points.Select(p => p.Item).ShouldBe(["a", "b"]);
        front.Add([1, 1], "c").ShouldBeTrue();
        front.Points.Select(p => p.Item).ShouldBe(["c"]);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        Should.Throw<ArgumentException>(() => new ParetoFront<int>(2).Add([1, double.NaN], 0)).Message.ShouldContain("finite");
        Should.Throw<ArgumentException>(() => new ParetoFront<int>(2).Add([1], 0)).Message.ShouldContain("2 losses");
    }

    [Fact]
    public void Sorting_peels_front_after_front() => Property.Holds(seed =>
    {
        var points = Points.Random(seed, count: 30, levels: 8);
        var ranks = NonDominatedSorting.Ranks(points.Count, (i, j) => ParetoDominance.Dominates(points[i].AsSpan(), points[j].AsSpan()));

        var left = Enumerable.Range(0, points.Count).ToList();
        for (var rank = 0; left.Count > 0; rank++)
        {
            var front = left.Where(i => !left.Exists(j => ParetoDominance.Dominates(points[j].AsSpan(), points[i].AsSpan()))).ToList();
            front.ShouldAllBe(i => ranks[i] == rank);
            left.RemoveAll(front.Contains);
        }
    });

    [Fact]
    public void Crowding_is_the_size_of_the_gap_around_a_point()
    {
        var distances = CrowdingDistance.Of([[0, 10], [1, 6], [4, 4], [10, 0]]);
        distances[1..3].ShouldBe([0.4 + 0.6, 0.9 + 0.6], tolerance: 1e-12);
        distances[0].ShouldBe(double.PositiveInfinity);
        distances[3].ShouldBe(double.PositiveInfinity);
        CrowdingDistance.Of([[3, 3], [3, 3], [3, 3]]).ShouldBe([0, 0, 0]);
        CrowdingDistance.Of([]).ShouldBeEmpty();
    }
}

internal static class Points
{
    /// <summary>Points on a grid, so that ties and duplicates are common.</summary>
    public static List<ImmutableArray<double>> Random(long seed, int count, int levels, int objectives = 0)
    {
        var stream = RandomStream.For(seed, 41);
        if (objectives == 0) objectives = 1 + stream.NextInt32(4);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, objectives).Select(_ => (double)stream.NextInt32(levels)).ToImmutableArray())];
    }
}
