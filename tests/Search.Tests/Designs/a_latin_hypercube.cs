using ArchOpt.Search.Designs;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Tests.Designs;

public class a_latin_hypercube
{
    [Fact]
    public void has_one_point_in_every_stratum_of_every_dimension() => Property.Holds(seed =>
    {
        var size = 1 + RandomStream.For(seed, 99).NextInt32(12);
        var points = Points(size, seed);
        for (var hypercube = 0; hypercube < 3; hypercube++)
        {
            for (var d = 0; d < 4; d++)
            {
                var strata = Enumerable.Range(hypercube * size, size).Select(number => (int)Math.Floor(points.Coordinate(number, d) * size));
                strata.Order().ShouldBe(Enumerable.Range(0, size));
            }
        }
    });

    [Fact]
    public void orders_every_dimension_and_every_hypercube_anew()
    {
        var points = Points(10, seed: 3);
        int[] Order(int hypercube, int dimension) => [.. Enumerable.Range(hypercube * 10, 10).Select(number => (int)(points.Coordinate(number, dimension) * 10))];

        Order(0, 0).ShouldNotBe(Order(0, 1));
        Order(0, 0).ShouldNotBe(Order(1, 0));
    }

    [Fact]
    public void computes_a_point_from_its_number_alone() =>
        Points(7, seed: 5).Coordinate(12, 2).ShouldBe(Points(7, seed: 5).Coordinate(12, 2));

    private static LatinHypercube Points(int size, long seed) => new(
        size,
        (hypercube, dimension) => RandomStream.For(seed, 1, hypercube, dimension),
        (number, dimension) => RandomStream.For(seed, 2, number, dimension));
}
