using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.Annealing;

namespace ArchOpt.Search.Tests.Strategies;

public class annealing_under_constraints
{
    private static readonly SearchSpace Line = new([new IntParameter("n", 0, 1_000)]);

    [Fact]
    public void The_first_feasible_one_is_taken_however_good_the_infeasible_ones_look()
    {
        var strategy = Annealing();
        strategy.Observe(Infeasible(1, violation: 0.1, loss: -1000));
        CurrentOf(strategy).ShouldBe(1);

        strategy.Observe(Simulation.Completed(2, At(2), 1e9));
        CurrentOf(strategy).ShouldBe(2);
        strategy.Observe(Infeasible(3, violation: 1e-9, loss: -1000));
        CurrentOf(strategy).ShouldBe(2);
    }

    [Fact]
    public void Among_infeasible_ones_the_less_violating_is_taken()
    {
        var strategy = Annealing();
        foreach (var (number, violation, current) in new[] { (1, double.NaN, 1), (2, 0.5, 2), (3, 0.6, 2), (4, 0.4, 4), (5, double.NaN, 4), (6, 0.4, 6) })
        {
            strategy.Observe(Infeasible(number, violation, 0));
            CurrentOf(strategy).ShouldBe(current);
        }
    }

    [Fact]
    public void While_nothing_feasible_is_known_every_other_proposal_is_a_random_sample()
    {
        var strategy = Annealing();
        for (var i = 0; i < 20; i++) strategy.Observe(Infeasible(i, 1 + i, 0));
        Reasons(strategy, 100, 104).ShouldBe(["random sample: nothing feasible is known", "neighbour of trial 0", "random sample: nothing feasible is known", "neighbour of trial 0"]);

        strategy.Observe(Simulation.Completed(20, At(20), 1));
        Reasons(strategy, 100, 102).ShouldBe(["neighbour of trial 20", "neighbour of trial 20"]);
    }

    [Fact]
    public void A_small_feasible_region_is_found_by_walking_down_the_violation()
    {
        var space = new SearchSpace([.. "abcd".Select(name => new FloatParameter($"{name}", 0, 1))]);
        var found = 0;
        for (var seed = 0; seed < 10; seed++)
        {
            var strategy = StrategyCatalogue.Create("simulated-annealing", Simulation.Problem("simulated-annealing", space, seed: seed));
            var run = new Simulation(strategy, seed) { Evaluate = FeasibleNearTheMiddle }.Run(150);
            if (run.Observations.Any(o => o.Outcome == ObservedOutcome.Completed)) found++;
        }

        found.ShouldBeGreaterThanOrEqualTo(8); // a ten-thousandth of the space: random search finds it in 1.5% of the runs
    }

    private static Observation FeasibleNearTheMiddle(long number, Configuration configuration)
    {
        var violation = "abcd".Sum(name => Math.Max(0, Math.Abs(configuration[$"{name}"].Number - 0.5) - 0.05));
        return violation > 0 ? new(number, configuration, ObservedOutcome.Infeasible, [0], violation) : Simulation.Completed(number, configuration, 0);
    }

    private static string[] Reasons(SimulatedAnnealing strategy, int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(number => ((Proposal.Next)strategy.Propose(new(number, 5, []))).Reason)];

    private static long CurrentOf(SimulatedAnnealing strategy) => long.Parse(Reasons(strategy, 1001, 1002)[0].Split(' ')[^1]);

    private static SimulatedAnnealing Annealing() =>
        new(Simulation.Problem("simulated-annealing", Line, new() { ["warm_up"] = 0 }));

    private static Observation Infeasible(int number, double violation, double loss) =>
        new(number, At(number), ObservedOutcome.Infeasible, [loss], violation);

    private static Configuration At(int n) => Configuration.Of(("n", n));
}
