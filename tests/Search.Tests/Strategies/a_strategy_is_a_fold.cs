using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Strategies;

public class a_strategy_is_a_fold
{
    private static readonly SearchSpace Small = new([
        new OrdinalParameter("width", SampleSpaces.Values(64, 128, 256, 512)),
        new CategoricalParameter("model", SampleSpaces.Values("gat", "gt")),
        new IntParameter("heads", 1, 4, When: SampleSpaces.When("model", "gt")),
    ]);

    private static readonly SearchSpace Numbers = new(
        [
            new FloatParameter("lr", 1e-5, 1e-1, Log: true),
            new FloatParameter("momentum", 0, 1),
            new IntParameter("layers", 1, 20),
            new OrdinalParameter("width", SampleSpaces.Values(64, 128, 256)),
        ],
        [new Rule("layers * width <= 4000")]);

    public static TheoryData<string, string, int> Cases()
    {
        var cases = new TheoryData<string, string, int>();
        foreach (var strategy in StrategyCatalogue.All)
        {
            foreach (var space in new[] { "small", "numbers", "ads", "everything" })
            {
                if (strategy.Check(Problem(strategy.Name, space)) is not null) continue;
                foreach (var parallelism in new[] { 1, 4 }) cases.Add(strategy.Name, space, parallelism);
            }
        }

        return cases;
    }

    [Fact]
    public void Every_strategy_is_put_to_the_test() =>
        Cases().Select(row => row.Data.Item1).Distinct().ShouldBe(StrategyCatalogue.All.Select(s => s.Name), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_fresh_instance_that_is_fed_the_history_gives_the_same_answers(string strategy, string space, int parallelism)
    {
        var run = new Simulation(New(strategy, space), parallelism: parallelism).Run(30);

        // Every seventh question: a fresh instance is fed the whole history each time, and some strategies are costly.
        foreach (var (request, answer, folded) in run.Log.Where((_, i) => i % 7 == 0 || i == run.Log.Count - 1))
        {
            var fresh = New(strategy, space);
            foreach (var observation in run.Observations.Take(folded)) fresh.Observe(observation);
            fresh.Propose(request).ShouldBe(answer);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Asking_changes_nothing(string strategy, string space, int parallelism)
    {
        var asked = New(strategy, space);
        var run = new Simulation(New(strategy, space), parallelism: parallelism).Run(20);

        var folded = 0;
        foreach (var (request, answer, before) in run.Log)
        {
            for (; folded < before; folded++) asked.Observe(run.Observations[folded]);
            asked.Propose(request with { Number = request.Number + 1000 });
            asked.Propose(request with { Pending = [] });
            asked.Propose(request with { Round = 3 });
            asked.Propose(request).ShouldBe(answer);
            asked.Propose(request).ShouldBe(answer);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_proposal_lies_in_the_space(string strategy, string space, int parallelism) =>
        new Simulation(New(strategy, space), parallelism: parallelism).Run(30).Proposed
            .ShouldAllBe(c => ConfigurationValidation.Check(Space(space), c).IsEmpty);

    private static IStrategy New(string strategy, string space) => StrategyCatalogue.Create(strategy, Problem(strategy, space));

    private static StrategyProblem Problem(string strategy, string space)
    {
        var list = Enumerable.Range(0, 50).Select(i => Space(space).Sample(RandomStream.For(i / 2))); // each twice
        return Simulation.Problem(strategy, Space(space), list: [.. list]);
    }

    private static SearchSpace Space(string name) => name switch
    {
        "small" => Small,
        "numbers" => Numbers,
        "ads" => SampleSpaces.Ads,
        _ => SampleSpaces.Everything,
    };
}
