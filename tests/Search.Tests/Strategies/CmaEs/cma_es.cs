using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.CmaEs;

namespace ArchOpt.Search.Tests.Strategies.CmaEs;

public class cma_es
{
    private static readonly SearchSpace Cube = new([.. Enumerable.Range(0, 3).Select(i => new FloatParameter($"x{i}", -1, 3))]);

    private static readonly SearchSpace Mixed = new(
    [
        new FloatParameter("lr", 1e-5, 1, Log: true),
        new IntParameter("layers", 1, 40),
        new OrdinalParameter("width", SampleSpaces.Values(64, 128, 256, 512, 1024)),
        new FloatParameter("dropout", 0, 0.9, Step: 0.05),
        new ConstantParameter("version", 3),
    ]);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(20)]
    public void Converges_with_trials_in_parallel(int parallelism)
    {
        var run = Run(Cube, Sphere, 500, parallelism);
        run.Observations.Min(o => o.Loss).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Ints_and_ordinals_reach_their_best_level() =>
        Run(Mixed, MixedLoss, 300).Observations.Min(o => o.Loss).ShouldBeLessThan(0.01);

    [Fact]
    public void The_optimum_may_lie_on_the_border() =>
        Run(Cube, c => c.Entries.Sum(e => e.Value.Number), 300).Observations.Min(o => o.Loss).ShouldBe(-3);

    [Fact]
    public void What_settles_on_a_border_does_not_hold_back_the_rest() =>
        Run(Cube, c => c["x0"].Number + 1 - c["x1"].Number + Math.Pow(c["x2"].Number - 0.4, 2), 300).Observations.Min(o => o.Loss).ShouldBe(-3, tolerance: 1e-4);

    [Fact]
    public void Only_the_order_of_losses_counts()
    {
        var plain = Run(Mixed, MixedLoss, 120).Proposed.ToArray();
        Run(Mixed, c => Math.Exp(3 * MixedLoss(c)) - 5, 120).Proposed.ShouldBe(plain);
    }

    [Fact]
    public void What_lies_between_two_levels_is_found_again()
    {
        var cube = new NumericCube(Mixed);
        var draws = new CandidateDraws(Mixed, cube, seed: 5);
        var distribution = SearchDistribution.Isotropic([0.5, 0.5, 0.5, 0.5], 0.2);
        for (var number = 0; number < 50; number++)
        {
            var drawn = draws.Draw(distribution, number, round: number % 3)!;
            draws.Find(distribution, number, drawn.Configuration)!.Point.ShouldBe(drawn.Point);
            draws.Find(distribution, number + 1_000, drawn.Configuration).ShouldBeNull();
        }
    }

    [Fact]
    public void What_a_descent_left_in_flight_does_not_pull_the_next_one_back()
    {
        var strategy = New(Cube);
        (long Number, Configuration Configuration) late = (0, Configuration.Empty);
        var number = 0L;
        while (strategy.Restarts == 0)
        {
            late = (number, Proposed(strategy, number));
            ObserveNext();
        }

        var start = strategy.Distribution;
        for (var i = 0; i < 100; i++) strategy.Observe(Simulation.Completed(late.Number, late.Configuration, -1e9));
        for (var i = 1; i < 12; i++) ObserveNext(); // the second population is twice the first
        strategy.Distribution.ShouldBeSameAs(start);
        ObserveNext();
        strategy.Distribution.ShouldNotBeSameAs(start);

        void ObserveNext()
        {
            strategy.Observe(Simulation.Completed(number, Proposed(strategy, number), Sphere(Proposed(strategy, number))));
            number++;
        }
    }

    [Fact]
    public void More_trials_in_parallel_make_larger_generations()
    {
        var strategy = new CmaEsSearch(Simulation.Problem("cma-es", Cube) with { Parallelism = 30 });
        for (var i = 0; i < 10; i++) strategy.Observe(Simulation.Completed(i, Proposed(strategy, i), i));
        var start = strategy.Distribution;
        for (var i = 10; i < 39; i++) strategy.Observe(Simulation.Completed(i, Proposed(strategy, i), i));
        strategy.Distribution.ShouldBeSameAs(start);
        strategy.Observe(Simulation.Completed(39, Proposed(strategy, 39), 39));
        strategy.Distribution.ShouldNotBeSameAs(start);
    }

    [Fact]
    public void After_a_descent_comes_another_one()
    {
        var strategy = New(new([new FloatParameter("x", 0, 1)]));
        for (var number = 0; number < 400; number++)
        {
            var c = Proposed(strategy, number);
            strategy.Observe(Simulation.Completed(number, c, Math.Abs(c["x"].Number - 0.2)));
        }

        strategy.Restarts.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_constraint_is_approached_by_its_violation()
    {
        var run = new Simulation(StrategyCatalogue.Create("cma-es", Simulation.Problem("cma-es", Cube)))
        {
            Evaluate = (number, c) => Sphere(c) is var loss && c["x0"].Number + c["x1"].Number + c["x2"].Number is var sum && sum > -2
                ? new(number, c, ObservedOutcome.Infeasible, [loss], sum + 2)
                : Simulation.Completed(number, c, loss),
        }.Run(300);
        run.Observations.Count(o => o.Outcome == ObservedOutcome.Completed).ShouldBeGreaterThan(20); // one in eighty of the space
        run.Observations.Min(o => o.Loss).ShouldBe(6.75, tolerance: 0.7); // at -2/3, -2/3, -2/3
    }

    [Fact]
    public void It_says_what_it_needs()
    {
        Check(SampleSpaces.Ads).ShouldBe("cma-es needs numbers that are always active ('arch' is a list); evolution takes any space");
        Check(new([new CategoricalParameter("c", SampleSpaces.Values("a", "b"))])).ShouldBe("cma-es needs numbers that are always active ('c' is categorical); evolution takes any space");
        Check(new([new IntParameter("n", 1, 2), new IntParameter("m", 1, 2, When: SampleSpaces.When("n", 1))]))!.ShouldContain("'m' is conditional");
        Check(new([.. Enumerable.Range(0, 201).Select(i => new IntParameter($"n{i}", 1, 2))])).ShouldBe("cma-es takes at most 200 parameters (the space has 201)");
        CmaEsSearch.Description.Check(Simulation.Problem("cma-es", Cube) with { Objectives = 2 }).ShouldBe("cma-es optimises one objective (the study has 2); use nsga2");
        Check(Mixed).ShouldBeNull();
    }

    private static double Sphere(Configuration c) => c.Entries.Sum(e => Math.Pow(e.Value.Number - 5.0 / 6, 2));

    private static double MixedLoss(Configuration c) =>
        Math.Pow(Math.Log10(c["lr"].Number) + 3, 2) + Math.Pow(c["layers"].Number - 27, 2) / 100 + Math.Pow(Math.Log2(c["width"].Number) - 9, 2) + Math.Pow(c["dropout"].Number - 0.35, 2) * 10;

    private static string? Check(SearchSpace space) => CmaEsSearch.Description.Check(Simulation.Problem("cma-es", space));

    private static Configuration Proposed(CmaEsSearch strategy, long number) => ((Proposal.Next)strategy.Propose(new(number, 5, []))).Configuration;

    private static CmaEsSearch New(SearchSpace space) => new(Simulation.Problem("cma-es", space));

    private static Func<long, Configuration, Observation> Evaluate(Func<Configuration, double> loss) => (number, c) => Simulation.Completed(number, c, loss(c));

    private static Simulation Run(SearchSpace space, Func<Configuration, double> loss, int trials, int parallelism = 1)
    {
        var problem = Simulation.Problem("cma-es", space) with { Parallelism = parallelism };
        return new Simulation(StrategyCatalogue.Create("cma-es", problem), parallelism: parallelism) { Evaluate = Evaluate(loss) }.Run(trials);
    }
}
