using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Strategies;

public class degenerate_problems
{
    private static readonly string[] Names = ["sobol", "cma-es", "evolution", "nsga2"];

    private static readonly Dictionary<string, SearchSpace> Spaces = new()
    {
        ["one choice"] = new([new OrdinalParameter("a", SampleSpaces.Values(64)), new FloatParameter("x", 0, 1)]),
        ["only one configuration"] = new([new OrdinalParameter("a", SampleSpaces.Values(64)), new ConstantParameter("k", 1)]),
        ["narrow range"] = new([new FloatParameter("x", 1, Math.BitIncrement(1.0)), new FloatParameter("y", 1e-300, 2e-300, Log: true)]),
        ["huge range"] = new([new FloatParameter("x", -1e300, 7e299), new IntParameter("n", -(1L << 53), 1L << 53)]),
        ["50 parameters"] = new([.. Enumerable.Range(0, 50).Select(i => (Parameter)(i % 2 == 0 ? new FloatParameter($"p{i}", 0, 1) : new IntParameter($"p{i}", 0, 9)))]),
        ["10,000 levels"] = new([new OrdinalParameter("a", [.. Enumerable.Range(0, 10_000).Select(i => ParameterValue.Of(i))])]),
        ["10,000 categories"] = new([new CategoricalParameter("a", [.. Enumerable.Range(0, 10_000).Select(i => ParameterValue.Of(i))]), new FloatParameter("x", 0, 1)]),
    };

    private static readonly Dictionary<string, Func<long, Configuration, Observation>> Outcomes = new()
    {
        ["all equal"] = (number, c) => Simulation.Completed(number, c, 3),
        ["all failed"] = (number, c) => new(number, c, ObservedOutcome.Failed, []),
        ["all infeasible, unknown why"] = (number, c) => new(number, c, ObservedOutcome.Infeasible, [], double.NaN),
        ["all infeasible, known"] = (number, c) => new(number, c, ObservedOutcome.Infeasible, [1], 1 + number % 3),
        ["all pruned"] = (number, c) => new(number, c, ObservedOutcome.Pruned, [number]),
        ["huge losses"] = (number, c) => Simulation.Completed(number, c, number % 2 == 0 ? 1e308 : -1e308),
    };

    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var name in Names)
        {
            foreach (var (space, description) in Spaces)
            {
                if (StrategyCatalogue.Find(name)!.Check(Simulation.Problem(name, description)) is not null) continue;
                foreach (var outcome in Outcomes.Keys) cases.Add(name, space, outcome);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_sensible_proposal_is_made_all_the_same(string name, string space, string outcome)
    {
        var run = new Simulation(StrategyCatalogue.Create(name, Simulation.Problem(name, Spaces[space]))) { Evaluate = Outcomes[outcome] }.Run(150);
        run.Proposed.ShouldNotBeEmpty();
        run.Proposed.ShouldAllBe(c => ConfigurationValidation.Check(Spaces[space], c).IsEmpty);
    }

    [Theory]
    [InlineData("sobol")]
    [InlineData("cma-es")]
    [InlineData("evolution")]
    [InlineData("nsga2")]
    public void Configurations_of_another_space_are_passed_over(string name)
    {
        var strategy = StrategyCatalogue.Create(name, Simulation.Problem(name, Spaces["one choice"]));
        for (var i = 0; i < 30; i++)
        {
            strategy.Observe(Simulation.Completed(i, Configuration.Of(("a", 64), ("x", 7 + i)), -i));
            strategy.Propose(new(i, 5, [])).ShouldBeOfType<Proposal.Next>().Configuration["x"].Number.ShouldBeInRange(0, 1);
        }
    }

    [Theory]
    [InlineData("cma-es")]
    [InlineData("evolution")]
    [InlineData("nsga2")]
    public void Enqueued_configurations_are_learnt_from(string name)
    {
        var space = new SearchSpace([new FloatParameter("x", 0, 1), new FloatParameter("y", 0, 1)]);
        var strategy = StrategyCatalogue.Create(name, Simulation.Problem(name, space));
        for (var i = 0; i < 40; i++)
            strategy.Observe(Simulation.Completed(1_000_000 + i, Configuration.Of(("x", 0.7 + 0.001 * i), ("y", 0.3)), Math.Abs(i - 20)));
        var proposed = Enumerable.Range(0, 40).Select(i => ((Proposal.Next)strategy.Propose(new(i, 5, []))).Configuration).ToArray();
        proposed.Average(c => Math.Abs(c["x"].Number - 0.72)).ShouldBeLessThan(0.15);
    }
}
