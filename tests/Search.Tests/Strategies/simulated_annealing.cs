using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.Annealing;

namespace ArchOpt.Search.Tests.Strategies;

public class simulated_annealing
{
    private static readonly SearchSpace Line = new([new IntParameter("n", 0, 20), new FloatParameter("x", 0, 1)]);

    [Fact]
    public void Samples_at_random_and_then_walks()
    {
        var run = new Simulation(New(Line, ("warm_up", 6))) { Evaluate = Loss }.Run(20);
        var reasons = run.Log.Select(entry => ((Proposal.Next)entry.Answer).Reason).ToArray();

        reasons.Take(6).ShouldAllBe(reason => reason == "warm-up sample");
        reasons.Skip(6).ShouldAllBe(reason => reason.StartsWith("neighbour of trial "));
    }

    [Fact]
    public void Starts_its_walk_from_the_best_of_the_warm_up()
    {
        var run = new Simulation(New(Line, ("warm_up", 6))) { Evaluate = Loss }.Run(7);
        var best = run.Observations.Take(6).MinBy(o => o.Loss)!;

        ((Proposal.Next)run.Log[6].Answer).Reason.ShouldBe($"neighbour of trial {best.Number}");
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2.0)]
    public void Accepts_what_is_worse_with_the_probability_of_Metropolis(double temperature)
    {
        // Losses 0, 1, ..., 7 have an inter-quartile range of 4; the warm-up's best, 0, is current; then comes a loss of 2.
        const int trials = 4_000;
        var accepted = 0;
        for (var seed = 0; seed < trials; seed++)
        {
            var strategy = WarmedUp(seed, ("initial_temperature", temperature), ("min_temperature", 1e-3), ("cooling", 1));
            strategy.Observe(Simulation.Completed(8, At(10), 2));
            if (CurrentOf(strategy) == 8) accepted++;
        }

        var expected = Math.Exp(-2.0 / 4 / temperature);
        ((double)accepted / trials).ShouldBe(expected, 4 * Math.Sqrt(expected * (1 - expected) / trials));
    }

    [Theory]
    [InlineData(ObservedOutcome.Failed)]
    [InlineData(ObservedOutcome.Infeasible)]
    [InlineData(ObservedOutcome.Pruned)]
    public void Never_walks_from_what_did_not_complete(ObservedOutcome outcome)
    {
        var strategy = WarmedUp(1);
        strategy.Observe(new(8, At(10), outcome, outcome == ObservedOutcome.Failed ? [] : [-100], outcome == ObservedOutcome.Infeasible ? 1 : 0));

        CurrentOf(strategy).ShouldBe(0);
    }

    [Fact]
    public void Never_walks_from_outside_the_space()
    {
        var strategy = WarmedUp(1);
        strategy.Observe(Simulation.Completed(8, Configuration.Parse("""{"n":99,"x":0.5}"""), -100));
        CurrentOf(strategy).ShouldBe(0);

        strategy.Observe(Simulation.Completed(9, At(3), -100));
        CurrentOf(strategy).ShouldBe(9);
    }

    [Fact]
    public void Cools_geometrically_down_to_a_minimum()
    {
        var strategy = WarmedUp(1, ("initial_temperature", 1), ("cooling", 0.5), ("min_temperature", 0.1), ("reheat_after", 0));

        strategy.Temperature.ShouldBe(1);
        foreach (var expected in new[] { 0.5, 0.25, 0.125, 0.1, 0.1 })
        {
            strategy.Observe(new(8, At(10), ObservedOutcome.Failed, []));
            strategy.Temperature.ShouldBe(expected, 1e-12);
        }
    }

    [Fact]
    public void Cools_the_same_under_every_budget_so_that_a_search_can_be_given_more()
    {
        var problem = Simulation.Problem("simulated-annealing", Line);
        var small = new SimulatedAnnealing(problem with { Budget = 25 });
        var large = new SimulatedAnnealing(problem with { Budget = 5_000 });
        for (var i = 0; i < 25; i++)
        {
            small.Observe(Simulation.Completed(i, At(i % 20), i % 7));
            large.Observe(Simulation.Completed(i, At(i % 20), i % 7));
        }

        small.Temperature.ShouldBe(large.Temperature);
        small.Temperature.ShouldBeLessThan(0.05);
    }

    [Fact]
    public void Reheats_when_it_stalls_and_not_while_it_improves()
    {
        (string, double)[] settings = [("initial_temperature", 1), ("cooling", 0.5), ("min_temperature", 0.001), ("reheat_after", 3), ("reheat_factor", 4)];
        var stalling = WarmedUp(1, settings);
        var improving = WarmedUp(1, settings);

        for (var i = 0; i < 3; i++)
        {
            stalling.Observe(Simulation.Completed(8 + i, At(10), 50));
            improving.Observe(Simulation.Completed(8 + i, At(10), -1 - i));
        }

        stalling.Temperature.ShouldBe(0.125 * 4, 1e-12);
        improving.Temperature.ShouldBe(0.125, 1e-12);
    }

    [Fact]
    public void Survives_losses_that_are_all_equal_absent_or_huge()
    {
        foreach (var loss in new[] { 0.0, 5, -1e308, 1e308 })
        {
            var strategy = WarmedUp(1, _ => loss);
            strategy.Observe(Simulation.Completed(8, At(10), loss));
            CurrentOf(strategy).ShouldBe(8); // no worse, so accepted
            strategy.Temperature.ShouldBeInRange(0.001, 0.05);
        }

        var hopeless = New(Line, ("warm_up", 3));
        for (var i = 0; i < 50; i++) hopeless.Observe(new(i, At(i % 20), ObservedOutcome.Failed, []));
        hopeless.Propose(new(50, 5, [])).ShouldBeOfType<Proposal.Next>().Reason.ShouldBe("warm-up sample");
    }

    [Fact]
    public void Several_neighbours_of_one_configuration_can_be_in_flight()
    {
        var run = new Simulation(New(Line), parallelism: 8) { Evaluate = Loss }.Run(120);

        run.Proposed.Distinct().Count().ShouldBe(120);
        run.Log.Select(e => ((Proposal.Next)e.Answer).Reason).Skip(20).GroupBy(r => r).Any(group => group.Count() > 1).ShouldBeTrue();
    }

    [Fact]
    public void Finds_better_architectures_than_random_search()
    {
        double annealing = 0, random = 0;
        for (var seed = 0; seed < 10; seed++)
        {
            annealing += Best("simulated-annealing", seed);
            random += Best("random", seed);
        }

        annealing.ShouldBeLessThan(0.5 * random);
    }

    private static double Best(string name, long seed)
    {
        var strategy = StrategyCatalogue.Create(name, Simulation.Problem(name, SampleSpaces.Ads, seed: seed));
        return new Simulation(strategy, seed) { Evaluate = (n, c) => Simulation.Completed(n, c, DistanceToTarget(c)) }.Run(200).Observations.Min(o => o.Loss);
    }

    /// <summary>Zero at five elements of width 512 and depth 2.</summary>
    private static double DistanceToTarget(Configuration configuration)
    {
        var items = configuration["arch"].List;
        return 3 * (5 - items.Length) + items.Sum(i => Math.Abs(Math.Log2(i["width"].Number / 512)) + Math.Abs(i["depth"].Number - 2));
    }

    private static Observation Loss(long number, Configuration configuration) =>
        Simulation.Completed(number, configuration, Math.Abs(configuration["n"].Number - 13) + configuration["x"].Number);

    private static Configuration At(int n) => Configuration.Of(("n", n), ("x", 0.5));

    /// <summary>Eight observations with losses 0 to 7: current is trial 0 and the spread is 4.</summary>
    private static SimulatedAnnealing WarmedUp(long seed, params (string, double)[] settings) => WarmedUp(seed, i => i, settings);

    private static SimulatedAnnealing WarmedUp(long seed, Func<int, double> loss, params (string Name, double Value)[] settings)
    {
        var numbers = settings.Append(("warm_up", 8)).ToDictionary(s => s.Item1, s => s.Item2);
        var strategy = new SimulatedAnnealing(Simulation.Problem("simulated-annealing", Line, numbers, seed: seed));
        for (var i = 0; i < 8; i++) strategy.Observe(Simulation.Completed(i, At(i), loss(i)));
        return strategy;
    }

    private static long CurrentOf(SimulatedAnnealing strategy) =>
        long.Parse(((Proposal.Next)strategy.Propose(new(1000, 5, []))).Reason.Split(' ')[^1]);

    private static IStrategy New(SearchSpace space, params (string Name, double Value)[] settings) => StrategyCatalogue.Create(
        "simulated-annealing", Simulation.Problem("simulated-annealing", space, settings.ToDictionary(s => s.Name, s => s.Value)));
}
