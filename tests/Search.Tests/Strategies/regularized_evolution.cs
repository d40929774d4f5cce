using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Strategies;

public class regularized_evolution
{
    private static readonly SearchSpace Line = new([new IntParameter("n", 0, 1_000)]);

    [Fact]
    public void The_oldest_member_leaves_however_good()
    {
        var strategy = New(Line, ("population", 3));
        for (var i = 0; i < 5; i++) strategy.Observe(Simulation.Completed(i, Configuration.Of(("n", i)), i)); // 0 is the best
        strategy.Population.ShouldBe([2, 3, 4]);
    }

    [Fact]
    public void With_the_whole_population_drawn_the_best_one_has_the_child()
    {
        var strategy = New(Line, ("population", 5), ("tournament", 100));
        for (var i = 0; i < 5; i++) strategy.Observe(Simulation.Completed(i, Configuration.Of(("n", 100 * i)), Math.Abs(i - 2)));
        for (var number = 5; number < 25; number++)
            strategy.Propose(new(number, 5, [])).ShouldBeOfType<Proposal.Next>().Reason.ShouldBe("child of trial 2");
    }

    [Fact]
    public void What_says_nothing_does_not_join_and_what_is_infeasible_comes_last()
    {
        var strategy = New(Line, ("population", 3), ("tournament", 100));
        strategy.Observe(new(0, Configuration.Of(("n", 1)), ObservedOutcome.Failed, []));
        strategy.Observe(new(1, Configuration.Of(("n", 2)), ObservedOutcome.Pruned, [0]));
        strategy.Observe(new(2, Configuration.Of(("n", 3)), ObservedOutcome.Infeasible, [0], double.NaN));
        strategy.Observe(Simulation.Completed(3, Configuration.Of(("m", 3)), 0)); // of another space
        strategy.Population.ShouldBeEmpty();

        strategy.Observe(new(4, Configuration.Of(("n", 100)), ObservedOutcome.Infeasible, [0], 2));
        strategy.Observe(new(5, Configuration.Of(("n", 200)), ObservedOutcome.Infeasible, [5], 1));
        strategy.Observe(new(6, Configuration.Of(("n", 300)), ObservedOutcome.Infeasible, [5], 3));
        strategy.Propose(new(7, 5, [])).ShouldBeOfType<Proposal.Next>().Reason.ShouldBe("child of trial 5");
        strategy.Observe(Simulation.Completed(7, Configuration.Of(("n", 400)), 1e9));
        strategy.Propose(new(8, 5, [])).ShouldBeOfType<Proposal.Next>().Reason.ShouldBe("child of trial 7");
    }

    [Fact]
    public void A_nested_architecture_gets_better()
    {
        var run = new Simulation(StrategyCatalogue.Create("evolution", Simulation.Problem("evolution", SampleSpaces.Ads)))
        {
            Evaluate = (number, c) => Simulation.Completed(number, c, -c["arch"].List.Sum(e => Math.Log2(e["width"].Number) + e["depth"].Number)),
        }.Run(200);
        var best = run.Observations.Select(o => o.Loss).ToArray();
        best.Skip(180).Average().ShouldBeLessThan(best.Take(20).Average() - 20);
        best.Min().ShouldBeLessThan(-70); // 80 is the most
    }

    [Fact]
    public void It_has_one_objective() =>
        RegularizedEvolution.Description.Check(Simulation.Problem("evolution", Line) with { Objectives = 2 })
            .ShouldBe("evolution optimises one objective (the study has 2); use nsga2");

    private static RegularizedEvolution New(SearchSpace space, params (string Name, double Value)[] settings) =>
        new(Simulation.Problem("evolution", space, settings.ToDictionary(s => s.Name, s => s.Value)));
}
