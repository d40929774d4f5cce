using System.Collections.Immutable;
using ArchOpt.Search.Objectives;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Tests.Objectives;

public class hypervolume_is_the_volume_that_a_front_dominates
{
    [Fact]
    public void Known_volumes()
    {
        Hypervolume.Of([[3]], [10]).ShouldBe(7);
        Hypervolume.Of([[1, 3], [2, 2], [3, 1]], [4, 4]).ShouldBe(6);
        Hypervolume.Of([[1, 3], [2, 2], [3, 1], [2, 2], [3, 3]], [4, 4]).ShouldBe(6);
        Hypervolume.Of([[0, 0, 0]], [2, 3, 4]).ShouldBe(24);
        Hypervolume.Of([[0, 1, 1], [1, 0, 1], [1, 1, 0]], [2, 2, 2]).ShouldBe(4); // one shared unit cube and three more
        Hypervolume.Of([], [1, 1]).ShouldBe(0);
        Hypervolume.Of([[1, 0], [5, -7]], [1, 1]).ShouldBe(0); // not better than the reference in every objective
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Inclusion_and_exclusion_agree(int objectives) => Property.Holds(
        seed =>
        {
            var points = Points.Random(seed, count: 9, levels: 6, objectives);
            var reference = Enumerable.Repeat(5.0, objectives).ToImmutableArray();
            Hypervolume.Of(points, reference).ShouldBe(InclusionExclusion(points, reference), tolerance: 1e-6);
        },
        tests: 30);

    [Fact]
    public void A_sample_of_the_box_agrees()
    {
        var stream = RandomStream.For(4);
        var front = Enumerable.Range(0, 40).Select(_ => // on a sphere, none dominated
        {
            double[] x = [.. Enumerable.Range(0, 4).Select(_ => Math.Abs(stream.NextNormal()))];
            var norm = Math.Sqrt(x.Sum(v => v * v));
            return x.Select(v => 1 - v / norm).ToImmutableArray();
        }).ToArray();
        var hits = 0;
        for (var i = 0; i < 40_000; i++)
        {
            double[] x = [stream.NextDouble(), stream.NextDouble(), stream.NextDouble(), stream.NextDouble()];
            if (Array.Exists(front, p => ParetoDominance.Dominates(p.AsSpan(), x))) hits++;
        }

        Hypervolume.Of(front, [1, 1, 1, 1]).ShouldBe(hits / 40_000.0, tolerance: 0.012);
    }

    [Fact]
    public void Wrong_points_are_refused()
    {
        Should.Throw<ArgumentException>(() => Hypervolume.Of([[1, 2, 3]], [4, 4]));
        Should.Throw<ArgumentException>(() => Hypervolume.Of([[1, double.NaN]], [4, 4]));
        Should.Throw<ArgumentException>(() => Hypervolume.Of([[1, 1]], [4, double.PositiveInfinity]));
    }

    private static double InclusionExclusion(IReadOnlyList<ImmutableArray<double>> points, ImmutableArray<double> reference)
    {
        var volume = 0.0;
        for (var subset = 1; subset < 1 << points.Count; subset++)
        {
            var (sign, box) = (-1.0, 1.0);
            var members = Enumerable.Range(0, points.Count).Where(i => ((subset >> i) & 1) != 0).ToArray();
            foreach (var _ in members) sign = -sign;
            for (var o = 0; o < reference.Length; o++) box *= Math.Max(0, reference[o] - members.Max(i => points[i][o]));
            volume += sign * box;
        }

        return volume;
    }
}
