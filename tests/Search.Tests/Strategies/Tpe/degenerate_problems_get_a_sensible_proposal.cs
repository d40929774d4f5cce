using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Strategies.Tpe;

public class degenerate_problems_get_a_sensible_proposal
{
    private static readonly SearchSpace Mixed = new([
        new FloatParameter("x", 0, 1), new IntParameter("n", 1, 1_000_000), new CategoricalParameter("c", SampleSpaces.Values("a", "b")),
    ]);

    public static TheoryData<string> Outcomes() => ["equal", "infeasible", "impossible", "nan", "failed", "pruned", "huge"];

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void Whatever_all_trials_have_in_common(string outcome)
    {
        var run = new Simulation(Parzen.Strategy(Mixed)) { Evaluate = (n, c) => Observe(outcome, n, c) }.Run(60);

        run.Proposed.Distinct().Count().ShouldBe(60);
        run.Proposed.ShouldAllBe(c => ConfigurationValidation.Check(Mixed, c).IsEmpty);
    }

    public static TheoryData<string> Spaces() => ["one choice", "only constants", "narrow", "fifty", "many choices", "long lists", "large ints"];

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Whatever_the_space_looks_like(string name)
    {
        var space = Space(name);
        foreach (var multivariate in new[] { 0, 0.5, 1 })
        {
            var run = new Simulation(Parzen.Strategy(space, ("multivariate", multivariate)), parallelism: 3).Run(30);

            run.Proposed.ShouldNotBeEmpty();
            run.Proposed.ShouldAllBe(c => ConfigurationValidation.Check(space, c).IsEmpty);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void One_observation_is_enough(double multivariate)
    {
        var strategy = Parzen.Strategy(Mixed, ("start_up", 1), ("multivariate", multivariate));
        strategy.Observe(Simulation.Completed(0, Mixed.Sample(RandomStream.For(1)), 1));

        ((Proposal.Next)strategy.Propose(new(1, 5, []))).Reason.ShouldBe("near the best 1");
    }

    private static Observation Observe(string outcome, long number, Configuration configuration) => outcome switch
    {
        "equal" => Simulation.Completed(number, configuration, 3),
        "infeasible" => new(number, configuration, ObservedOutcome.Infeasible, [1], 2),
        "impossible" => new(number, configuration, ObservedOutcome.Infeasible, [], double.NaN),
        "nan" => Simulation.Completed(number, configuration, double.NaN),
        "pruned" => new(number, configuration, ObservedOutcome.Pruned, [number]),
        "huge" => Simulation.Completed(number, configuration, number % 2 == 0 ? double.MaxValue : double.MinValue),
        _ => new(number, configuration, ObservedOutcome.Failed, []),
    };

    private static SearchSpace Space(string name) => name switch
    {
        "one choice" => new([new CategoricalParameter("c", SampleSpaces.Values("only")), new OrdinalParameter("o", SampleSpaces.Values(1))]),
        "only constants" => new([new ConstantParameter("k", 1)]),
        "narrow" => new([new FloatParameter("x", 1, Math.BitIncrement(1.0)), new FloatParameter("y", 0, 1)]),
        "fifty" => new([.. Enumerable.Range(0, 50).Select(i => new FloatParameter($"x{i}", 0, 1))]),
        "many choices" => new([new CategoricalParameter("c", [.. Enumerable.Range(0, 10_000).Select(i => (ParameterValue)i)]), new FloatParameter("x", 0, 1)]),
        "long lists" => new([new ListParameter("arch", 0, 100, new([new OrdinalParameter("width", SampleSpaces.Values(64, 128)), new FloatParameter("rate", 0, 1)]))]),
        _ => new([new IntParameter("n", -(1L << 53), 1L << 53), new IntParameter("m", 1, 1L << 53, Log: true), new IntParameter("k", 0, 1)]),
    };
}
