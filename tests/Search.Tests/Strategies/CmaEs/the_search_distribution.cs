using ArchOpt.Search.Objectives;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Strategies.CmaEs;

namespace ArchOpt.Search.Tests.Strategies.CmaEs;

public class the_search_distribution
{
    [Fact]
    public void The_constants_are_the_tutorials()
    {
        var p = new CmaParameters(10, 10);
        CmaParameters.DefaultPopulation(10).ShouldBe(10);
        p.Weights.Take(5).Sum().ShouldBe(1, tolerance: 1e-12);
        p.Weights.Take(5).ShouldBe([0.4563, 0.2708, 0.1622, 0.0852, 0.0255], tolerance: 5e-4);
        p.Weights.Skip(5).ShouldAllBe(weight => weight < 0);
        p.Weights.ShouldBe(p.Weights.OrderDescending());
        p.EffectiveParents.ShouldBe(3.167, tolerance: 1e-3);
        p.StepPathRate.ShouldBe(0.2844, tolerance: 1e-4);
        p.RankOneRate.ShouldBe(0.01528, tolerance: 1e-4);
        p.RankMuRate.ShouldBe(0.0235, tolerance: 1e-3);
    }

    [Fact]
    public void Its_covariance_stays_symmetric_and_positive_definite() => Property.Holds(
        seed =>
        {
            const int n = 5;
            var parameters = new CmaParameters(n, 8);
            var distribution = SearchDistribution.Isotropic(new double[n], 1);
            for (var generation = 0; generation < 60; generation++)
            {
                distribution = Next(distribution, parameters, seed, generation, x => x.Select((v, i) => Math.Pow(30, i) * Math.Abs(v)).Sum());
                var c = distribution.Covariance;
                for (var r = 0; r < n; r++)
                {
                    for (var k = 0; k < r; k++) c[r, k].ShouldBe(c[k, r]);
                }

                IsPositiveDefinite(c).ShouldBeTrue();
            }
        },
        tests: 20);

    [Fact]
    public void It_finds_the_minimum_of_a_sphere() => Minimised(x => x.Sum(v => v * v), generations: 200).ShouldBeLessThan(1e-10);

    [Fact]
    public void It_learns_the_axes_of_a_rotated_ellipsoid() =>
        Minimised(x => Enumerable.Range(0, 4).Sum(i => Math.Pow(1_000, i / 3.0) * Math.Pow(Rotated(x, i), 2)), generations: 400).ShouldBeLessThan(1e-10);

    [Fact]
    public void It_learns_the_bent_valley_of_rosenbrock() =>
        Minimised(x => Enumerable.Range(0, 3).Sum(i => 100 * Math.Pow(x[i + 1] - x[i] * x[i], 2) + Math.Pow(1 - x[i], 2)), generations: 800).ShouldBeLessThan(1e-10);

    [Fact]
    public void Moving_the_problem_moves_the_search_with_it()
    {
        double[] shift = [4, -2, 8];
        var parameters = new CmaParameters(3, 7);
        var here = SearchDistribution.Isotropic([1, 1, 1], 0.5);
        var there = SearchDistribution.Isotropic([5, -1, 9], 0.5);
        for (var generation = 0; generation < 20; generation++)
        {
            here = Next(here, parameters, 3, generation, x => x.Sum(v => v * v));
            there = Next(there, parameters, 3, generation, x => x.Zip(shift, (v, s) => (v - s) * (v - s)).Sum());
        }

        for (var i = 0; i < 3; i++) (there.Mean[i] - shift[i]).ShouldBe(here.Mean[i], tolerance: 1e-9);
        there.Step.ShouldBe(here.Step, tolerance: 1e-9);
    }

    [Fact]
    public void Ties_share_their_ranks_and_a_generation_of_equals_teaches_nothing()
    {
        var parameters = new CmaParameters(2, 6);
        var distribution = SearchDistribution.Isotropic([0, 0], 1);
        Candidate Of(double loss, double x, double y) => new(Fitness.Completed([loss]), [x, y]);
        Candidate[] candidates = [Of(1, 1, 0), Of(1, -1, 0), Of(2, 0, 1), Of(2, 0, -1), Of(3, 2, 2), Of(3, 2, -2)];

        distribution.Learn([.. candidates.Select(c => c with { Fitness = Fitness.Completed([7]) })], parameters).ShouldBeSameAs(distribution);
        var learnt = distribution.Learn(candidates, parameters);
        learnt.Mean[0].ShouldBe(0, tolerance: 0.2); // without sharing it would go to the first of the two
        learnt.Mean[1].ShouldBe(0, tolerance: 1e-12);
        var swapped = distribution.Learn([candidates[1], candidates[0], .. candidates[2..]], parameters);
        swapped.Mean.ToArray().ShouldBe(learnt.Mean.ToArray(), tolerance: 1e-12);
    }

    [Fact]
    public void A_foreign_point_pulls_no_farther_than_a_draw_would()
    {
        var distribution = SearchDistribution.Isotropic([0, 0], 0.1);
        distribution.StepTo([0.05, 0], isDrawn: false).ShouldBe([0.5, 0], tolerance: 1e-12);
        distribution.StepTo([100, 0], isDrawn: false)[0].ShouldBe(Math.Sqrt(2) + 1, tolerance: 1e-9);
        distribution.StepTo([100, 0], isDrawn: true)[0].ShouldBe(1_000, tolerance: 1e-6);
    }

    private static double Minimised(Func<double[], double> f, int generations)
    {
        var distribution = SearchDistribution.Isotropic([3, -2, 1, 2], 1);
        for (var generation = 0; generation < generations; generation++) distribution = Next(distribution, new(4, 8), 11, generation, f);
        return f([.. distribution.Mean]);
    }

    private static SearchDistribution Next(SearchDistribution distribution, CmaParameters parameters, long seed, int generation, Func<double[], double> f) =>
        distribution.Learn(
            [.. Enumerable.Range(0, parameters.Population).Select(i =>
            {
                var stream = RandomStream.For(seed, generation, i);
                var x = distribution.At([.. Enumerable.Range(0, distribution.Dimensions).Select(_ => stream.NextNormal())]);
                return new Candidate(Fitness.Completed([f(x)]), distribution.StepTo(x, isDrawn: true));
            })],
            parameters);

    /// <summary>Rows of the 4 x 4 Hadamard matrix, halved.</summary>
    private static double Rotated(double[] x, int row) =>
        Enumerable.Range(0, 4).Sum(k => (System.Numerics.BitOperations.PopCount((uint)(row & k)) % 2 == 0 ? 0.5 : -0.5) * x[k]);

    private static bool IsPositiveDefinite(double[,] matrix)
    {
        var n = matrix.GetLength(0); // Cholesky's decomposition exists
        var l = new double[n, n];
        for (var r = 0; r < n; r++)
        {
            for (var c = 0; c <= r; c++)
            {
                var sum = matrix[r, c];
                for (var k = 0; k < c; k++) sum -= l[r, k] * l[c, k];
                if (r == c && sum <= 0) return false;
                l[r, c] = r == c ? Math.Sqrt(sum) : sum / l[c, c];
            }
        }

        return true;
    }
}
