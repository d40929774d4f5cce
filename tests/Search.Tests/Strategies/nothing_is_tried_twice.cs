using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Strategies;

public class nothing_is_tried_twice
{
    private static readonly SearchSpace Small = new(
        [new IntParameter("a", 1, 6), new IntParameter("b", 1, 6), new OrdinalParameter("c", SampleSpaces.Values("x", "y"))], // ordered, so that strategies for numbers take it
        [new Rule("a >= b")]);

    public static TheoryData<string, int> Strategies()
    {
        var data = new TheoryData<string, int>();
        foreach (var strategy in StrategyCatalogue.All.Where(s => !s.AllowsRepeats)) data.AddRange((strategy.Name, 1), (strategy.Name, 3), (strategy.Name, 50));
        return data;
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void A_small_space_is_tried_completely_and_then_exhausted(string strategy, int parallelism)
    {
        var run = new Simulation(New(strategy, Small), parallelism: parallelism).Run(1_000);

        run.Proposed.Count().ShouldBe(42); // 21 pairs with a >= b, times two
        run.Proposed.Select(c => c.Hash).Distinct().Count().ShouldBe(42);
        run.Log[^1].Answer.ShouldBeOfType<Proposal.Exhausted>();
        run.Log.Select(entry => entry.Answer).OfType<Proposal.Wait>().Any().ShouldBe(parallelism > 1); // the last ones may yet be cancelled
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void What_was_observed_elsewhere_is_not_proposed(string name, int parallelism)
    {
        var strategy = New(name, Small);
        var known = SpaceEnumeration.Of(Small).At(0);
        strategy.Observe(new(0, known, ObservedOutcome.Infeasible, [], double.NaN));

        new Simulation(strategy, parallelism: parallelism).Run(1_000).Proposed.ShouldNotContain(known);
    }

    [Fact]
    public void A_cancelled_trial_leaves_its_configuration_untried()
    {
        var space = new SearchSpace([new CategoricalParameter("c", SampleSpaces.Values("x", "y"))]);
        var strategy = New("random", space);
        Configuration x = Configuration.Of(("c", "x")), y = Configuration.Of(("c", "y"));
        strategy.Observe(Simulation.Completed(0, x, 1));

        strategy.Propose(new(2, 5, [new(1, y)])).ShouldBeOfType<Proposal.Wait>();
        strategy.Propose(new(2, 5, [])).ShouldBeOfType<Proposal.Next>().Configuration.ShouldBe(y);
    }

    private static IStrategy New(string strategy, SearchSpace space) => StrategyCatalogue.Create(strategy, Simulation.Problem(strategy, space));
}
