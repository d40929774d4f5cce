using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Strategies;

/// <summary>Degenerate spaces and histories: no exception, and a proposal that lies in the space. Small, so that costly strategies stay quick.</summary>
public class a_strategy_survives_anything
{
    private const int Trials = 12;

    public static TheoryData<string, string> StrategiesAndSpaces() => EveryStrategy.With(EveryStrategy.Names, DegenerateSpaces.All);

    public static TheoryData<string, string> StrategiesAndHistories()
    {
        var cases = new TheoryData<string, string>();
        foreach (var name in EveryStrategy.Names) cases.AddRange([.. DegenerateHistories.All.Keys.Select(history => (name, history))]);
        return cases;
    }

    public static TheoryData<string> Strategies() => [.. EveryStrategy.Names];

    [Fact]
    public void The_spaces_are_valid() =>
        DegenerateSpaces.All.ShouldAllBe(space => SpaceValidation.Check(space.Value).IsEmpty);

    [Theory]
    [MemberData(nameof(StrategiesAndSpaces))]
    public void Any_space(string name, string spaceName)
    {
        var space = DegenerateSpaces.All[spaceName];
        var problem = EveryStrategy.Problem(name, space)!;

        var run = new Simulation(EveryStrategy.New(name, problem), EveryStrategy.Seed, parallelism: 2) { Evaluate = (n, c) => EveryStrategy.Evaluate(problem, n, c) }.Run(Trials);

        foreach (var (_, answer, _) in run.Log) answer.ShouldBeSensible(space);
        run.Proposed.ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(StrategiesAndHistories))]
    public void Any_history(string name, string history)
    {
        var problem = ProblemOf(name);

        var run = new Simulation(EveryStrategy.New(name, problem), EveryStrategy.Seed) { Evaluate = (n, c) => DegenerateHistories.All[history](n, c, problem.Objectives) }.Run(2 * Trials);

        foreach (var (_, answer, _) in run.Log) answer.ShouldBeSensible(problem.Space);
        run.Proposed.Count().ShouldBe(2 * Trials);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Observations_outside_the_space(string name)
    {
        var problem = ProblemOf(name);
        var strategy = EveryStrategy.New(name, problem);
        string[] foreign = ["{}", """{"n":"seven"}""", """{"n":99,"x":0.5,"c":"a"}""", """{"n":1}""", """{"n":[],"x":0.5,"c":"a"}""", """{"n":1,"x":0.5,"c":"a","z":1}"""];
        for (var i = 0; i < 2 * Trials; i++)
        {
            var text = foreign[i % foreign.Length];
            var observation = EveryStrategy.Evaluate(problem, i, Configuration.Parse(text)) with { Outcome = ObservedOutcome.Completed, Losses = [.. Enumerable.Repeat(-100.0, problem.Objectives)] };
            strategy.Observe(observation);
            strategy.Propose(new(1000 + i, EveryStrategy.Seed, [new(999, Configuration.Parse(text))])).ShouldBeSensible(problem.Space);
        }
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Settings_at_both_ends_of_their_ranges(string name)
    {
        var strategy = StrategyCatalogue.Find(name)!;
        var problem = ProblemOf(name);
        foreach (var setting in strategy.Settings.Where(setting => setting.Choices.IsEmpty))
        {
            // Counts are left at moderate values: a hundred thousand random samples are no way to fail.
            foreach (var value in new[] { setting.Low, Math.Min(setting.High, Math.Max(setting.Low, 1_000)) })
            {
                var settings = problem.Settings with { Numbers = problem.Settings.Numbers.SetItem(setting.Name, value) };
                var changed = problem with { Settings = settings };
                if (strategy.Check(changed) is not null) continue;
                var run = new Simulation(EveryStrategy.New(name, changed), EveryStrategy.Seed) { Evaluate = (n, c) => EveryStrategy.Evaluate(problem, n, c) }.Run(Trials);
                foreach (var (_, answer, _) in run.Log) answer.ShouldBeSensible(problem.Space);
            }
        }
    }

    /// <summary>The first of these spaces that the strategy takes: mixed, or numbers alone, or a finite one.</summary>
    private static StrategyProblem ProblemOf(string name)
    {
        Parameter[] numbers = [new IntParameter("n", 0, 20), new FloatParameter("x", 0, 1, Step: 0.05)];
        return new SearchSpace[] { new([.. numbers, new CategoricalParameter("c", SampleSpaces.Values("a", "b", "c"))]), new([.. numbers]) }
            .Select(space => EveryStrategy.Problem(name, space)).OfType<StrategyProblem>().First();
    }
}
