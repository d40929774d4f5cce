using ArchOpt.Search.Designs;

namespace ArchOpt.Search.Tests.Designs;

public class a_sobol_sequence_fills_the_cube
{
    [Fact]
    public void Unscrambled_it_is_the_published_sequence()
    {
        double[][] published =
        [
            [0, 0, 0],
            [0.5, 0.5, 0.5],
            [0.75, 0.25, 0.25],
            [0.25, 0.75, 0.75],
            [0.375, 0.375, 0.625],
            [0.875, 0.875, 0.125],
            [0.625, 0.125, 0.875],
            [0.125, 0.625, 0.375],
        ];

        var sequence = ScrambledSobol.Unscrambled(3);
        for (var i = 0; i < published.Length; i++) At(sequence, i).ShouldBe(published[i]);
    }

    [Fact]
    public void The_table_has_one_odd_number_below_its_power_of_two_per_degree()
    {
        var at = 0;
        foreach (var (degree, _) in PrimitivePolynomials.First(InitialDirectionNumbers.Dimensions - 1))
        {
            for (var i = 0; i < degree; i++, at++)
            {
                ((int)InitialDirectionNumbers.Numbers[at] % 2).ShouldBe(1);
                ((int)InitialDirectionNumbers.Numbers[at]).ShouldBeLessThan(2 << i);
            }
        }

        at.ShouldBe(InitialDirectionNumbers.Numbers.Length);
    }

    [Fact]
    public void There_are_as_many_primitive_polynomials_as_number_theory_says() => // phi(2^n - 1) / n
        PrimitivePolynomials.First(160).GroupBy(p => p.Degree).Select(g => g.Count()).ShouldBe([1, 1, 2, 2, 6, 6, 18, 16, 48, 60]);

    [Fact]
    public void Every_elementary_interval_of_two_dimensions_is_hit_once() => Property.Holds(
        seed =>
        {
            var sequence = new ScrambledSobol(2, seed);
            const int k = 6;
            for (var block = 0; block < 3; block++)
            {
                var points = Enumerable.Range(block << k, 1 << k).Select(i => At(sequence, i)).ToArray();
                for (var across = 0; across <= k; across++)
                {
                    var cells = points.Select(p => ((int)(p[0] * (1 << across)), (int)(p[1] * (1 << (k - across)))));
                    cells.Distinct().Count().ShouldBe(1 << k);
                }
            }
        },
        tests: 20);

    [Theory]
    [InlineData(161)]
    [InlineData(400)] // beyond the table
    public void Every_coordinate_is_stratified(int dimensions)
    {
        var sequence = new ScrambledSobol(dimensions, 3);
        var points = Enumerable.Range(0, 64).Select(i => At(sequence, i)).ToArray();
        for (var d = 0; d < dimensions; d++) points.Select(p => (int)(p[d] * 64)).Distinct().Count().ShouldBe(64, $"dimension {d}");
    }

    [Fact]
    public void Beyond_the_table_no_dimension_repeats_another()
    {
        var sequence = new ScrambledSobol(400, 3);
        var points = Enumerable.Range(0, 256).Select(i => At(sequence, i)).ToArray();
        for (var d = 0; d + 161 < 400; d += 20)
        {
            var correlation = points.Average(p => (p[d] - 0.5) * (p[d + 161] - 0.5)) * 12;
            Math.Abs(correlation).ShouldBeLessThan(0.3, $"dimensions {d} and {d + 161}");
        }
    }

    [Fact]
    public void Equal_seeds_give_equal_points_and_different_seeds_others()
    {
        At(new ScrambledSobol(5, 7), 12).ShouldBe(At(new ScrambledSobol(5, 7), 12));
        At(new ScrambledSobol(5, 8), 12).ShouldNotBe(At(new ScrambledSobol(5, 7), 12));
    }

    [Fact]
    public void Its_average_is_closer_to_the_integral_than_chance_comes()
    {
        static double F(double[] x) => x.Aggregate(1.0, (product, u) => product * (1 + 0.5 * (u - 0.5))); // integral: 1
        double squares = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var sequence = new ScrambledSobol(8, seed);
            squares += Math.Pow(Enumerable.Range(0, 256).Average(i => F(At(sequence, i))) - 1, 2);
        }

        Math.Sqrt(squares / 20).ShouldBeLessThan(0.005); // random points: about 0.026
    }

    [Fact]
    public void An_index_beyond_its_length_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => At(new ScrambledSobol(1, 1), ScrambledSobol.Length));

    private static double[] At(ScrambledSobol sequence, long index)
    {
        var point = new double[sequence.Dimensions];
        sequence.Point(index, point);
        return point;
    }
}
