using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Objectives;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.Nsga2;

namespace ArchOpt.Search.Tests.Strategies;

public class nsga2
{
    private static readonly SearchSpace Cube = new([.. Enumerable.Range(0, 5).Select(i => new FloatParameter($"x{i}", 0, 1))]);

    [Fact]
    public void The_front_of_zdt1_comes_closer()
    {
        var strategy = StrategyCatalogue.Create("nsga2", Problem(Cube, 2));
        var run = new Simulation(strategy) { Evaluate = Zdt1 }.Run(600);

        double Volume(int trials) => Hypervolume.Of(run.Observations.Take(trials).Select(o => o.Losses), [1.1, 1.1]);
        Volume(600).ShouldBeGreaterThan(Volume(100) + 0.1);
        Volume(600).ShouldBeGreaterThan(0.7); // the whole front: 0.877
        Volume(20).ShouldBeLessThan(0.3);
    }

    [Fact]
    public void Survivors_are_whole_fronts_and_then_the_least_crowded()
    {
        ImmutableArray<double>[] losses = [[0, 10], [1, 6], [1.5, 5.5], [4, 4], [10, 0], [11, 11]];
        var members = losses.Select((l, i) => new Member(i, Configuration.Empty, Fitness.Completed(l))).ToArray();
        Survival.Select(members, 4).Select(p => p.Member.Number).ShouldBe([0, 4, 3, 1], ignoreOrder: true);
        Survival.Select(members, 6).Single(p => p.Member.Number == 5).Rank.ShouldBe(1);
    }

    [Fact]
    public void What_violates_less_survives_among_the_infeasible()
    {
        double[] violations = [3, 1, 0, 2];
        var members = violations.Select((v, i) => new Member(i, Configuration.Empty, v == 0 ? Fitness.Completed([5]) : Fitness.Violating(v))).ToArray();
        Survival.Select(members, 3).Select(p => p.Member.Number).ShouldBe([2, 1, 3]);
    }

    [Fact]
    public void A_generation_is_as_many_usable_observations_as_the_population()
    {
        var strategy = new Nsga2Search(Problem(Cube, 1, ("population", 4)));
        for (var i = 0; i < 12; i++)
        {
            strategy.Generation.ShouldBe(i / 4);
            strategy.Observe(Zdt1(100 + i, Cube.Sample(RandomStream.For(i))) with { Losses = [i == 3 ? -1 : i] });
            strategy.Observe(new(i, Cube.Sample(RandomStream.For(i)), ObservedOutcome.Failed, []));
        }

        strategy.Parents.ShouldBe([103, 100, 101, 102]);
    }

    [Fact]
    public void Three_objectives_and_a_constraint_are_approached_together()
    {
        static Observation Sphere(long number, Configuration c) // DTLZ2 of three objectives, feasible where the first two parameters differ by a third
        {
            double a = c["x0"].Number * Math.PI / 2, b = c["x1"].Number * Math.PI / 2;
            var r = 1 + Enumerable.Range(2, 3).Sum(i => Math.Pow(c[$"x{i}"].Number - 0.5, 2));
            var violation = Math.Max(0, 1.0 / 3 - Math.Abs(c["x0"].Number - c["x1"].Number));
            return new(number, c, violation > 0 ? ObservedOutcome.Infeasible : ObservedOutcome.Completed,
                [r * Math.Cos(a) * Math.Cos(b), r * Math.Cos(a) * Math.Sin(b), r * Math.Sin(a)], violation);
        }

        var run = new Simulation(StrategyCatalogue.Create("nsga2", Problem(Cube, 3))) { Evaluate = Sphere }.Run(500);
        var front = new ParetoFront<long>(3);
        foreach (var observation in run.Observations.Where(o => o.Outcome == ObservedOutcome.Completed)) front.Add(observation.Losses, observation.Number);

        run.Observations.Skip(400).Count(o => o.Outcome == ObservedOutcome.Completed).ShouldBeGreaterThan(60); // of chance: 44
        front.Points.Average(p => Math.Sqrt(p.Losses.Sum(l => l * l))).ShouldBeLessThan(1.05); // the front has radius 1, chance 1.25
        front.Points.Count.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void The_population_grows_with_the_objectives()
    {
        static int Size(int objectives)
        {
            var strategy = new Nsga2Search(Problem(Cube, objectives));
            var count = 0;
            for (; strategy.Generation == 0; count++)
                strategy.Observe(new(count, Cube.Sample(RandomStream.For(count)), ObservedOutcome.Completed, [.. Enumerable.Repeat((double)count, objectives)]));
            return count;
        }

        new[] { 1, 2, 3, 4 }.Select(Size).ShouldBe([10, 10, 20, 30]);
    }

    [Fact]
    public void One_objective_is_optimised_too()
    {
        var run = new Simulation(StrategyCatalogue.Create("nsga2", Problem(Cube, 1)))
        {
            Evaluate = (number, c) => Simulation.Completed(number, c, c.Entries.Sum(e => Math.Pow(e.Value.Number - 0.3, 2))),
        }.Run(400);
        run.Observations.Min(o => o.Loss).ShouldBeLessThan(0.005);
    }

    [Fact]
    public void A_mixture_lies_in_the_space_and_between_its_parents_kinds() => Property.Holds(seed =>
    {
        var space = SampleSpaces.Random(seed);
        var stream = RandomStream.For(seed, 5);
        Configuration a = space.Sample(stream), b = space.Sample(stream);
        ConfigurationValidation.Check(space, space.Cross(a, b, stream)).ShouldBeEmpty();
        space.Cross(a, a, stream).ShouldBe(a);
    });

    [Fact]
    public void Crossed_numbers_stay_near_a_parent_and_within_their_range()
    {
        var space = new SearchSpace([new FloatParameter("x", 0, 1)]);
        var children = Enumerable.Range(0, 2_000).Select(i => space.Cross(Configuration.Of(("x", 0.02)), Configuration.Of(("x", 0.6)), RandomStream.For(i))["x"].Number).ToArray();
        children.ShouldAllBe(x => x >= 0 && x <= 1);
        children.Count(x => Math.Abs(x - 0.02) < 0.1 || Math.Abs(x - 0.6) < 0.1).ShouldBeGreaterThan(1_900);
        children.Count(x => x > 0.3).ShouldBeInRange(900, 1_100);
    }

    private static Observation Zdt1(long number, Configuration c)
    {
        var g = 1 + 9 * Enumerable.Range(1, 4).Average(i => c[$"x{i}"].Number);
        var f = c["x0"].Number;
        return new(number, c, ObservedOutcome.Completed, [f, g * (1 - Math.Sqrt(f / g))]);
    }

    private static StrategyProblem Problem(SearchSpace space, int objectives, params (string Name, double Value)[] settings) =>
        Simulation.Problem("nsga2", space, settings.ToDictionary(s => s.Name, s => s.Value)) with { Objectives = objectives };
}
