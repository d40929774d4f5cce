using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Strategies;

/// <summary>Problems for whatever the catalogue holds, so that a strategy is put to every test by entering it.</summary>
internal static class EveryStrategy
{
    public const long Seed = 5;

    public static IEnumerable<string> Names => StrategyCatalogue.All.Select(strategy => strategy.Name);

    /// <summary>The strategies that choose by themselves what to try.</summary>
    public static IEnumerable<string> Searching => StrategyCatalogue.All.Where(strategy => !strategy.AllowsRepeats).Select(strategy => strategy.Name);

    /// <summary>With as many objectives as the strategy takes, one if it can; null when it refuses the space.</summary>
    public static StrategyProblem? Problem(string name, SearchSpace space)
    {
        var strategy = StrategyCatalogue.Find(name)!;
        var list = Enumerable.Range(0, 40).Select(i => space.Sample(RandomStream.For(Seed, 41, i)));
        var settings = strategy.FillSettings(new Dictionary<string, double>(), strategy.TakesConfigurations ? [.. list] : []);
        return new[] { 1, 2 }
            .Select(objectives => new StrategyProblem(space, objectives, 100, settings, Seed) { Constraints = 1 })
            .FirstOrDefault(problem => strategy.Check(problem) is null);
    }

    public static IStrategy New(string name, StrategyProblem problem) => StrategyCatalogue.Create(name, problem);

    /// <summary>Names of strategies and spaces that go together.</summary>
    public static TheoryData<string, string> With(IEnumerable<string> strategies, IReadOnlyDictionary<string, SearchSpace> spaces)
    {
        var cases = new TheoryData<string, string>();
        foreach (var name in strategies)
        {
            foreach (var (space, value) in spaces)
            {
                if (Problem(name, value) is not null) cases.Add(name, space);
            }
        }

        return cases;
    }

    /// <summary>What a run of a made-up problem shows: most complete, some are pruned, fail, or are infeasible by more or less.</summary>
    public static Observation Evaluate(StrategyProblem problem, long number, Configuration configuration)
    {
        var stream = RandomStream.For(Seed, (long)(configuration.Hash.Value % long.MaxValue));
        ImmutableArray<double> losses = [.. Enumerable.Range(0, problem.Objectives).Select(_ => stream.NextNormal())];
        var distance = stream.NextDouble() - 0.7;
        return stream.NextInt32(10) switch
        {
            0 => new(number, configuration, ObservedOutcome.Failed, []),
            1 => new(number, configuration, ObservedOutcome.Infeasible, [], double.NaN),
            2 => new(number, configuration, ObservedOutcome.Pruned, losses) { Constraints = [-0.1] },
            _ when distance > 0 => new(number, configuration, ObservedOutcome.Infeasible, losses, distance) { Constraints = [distance] },
            _ => new(number, configuration, ObservedOutcome.Completed, losses) { Constraints = [distance] },
        };
    }

    /// <summary>A valid configuration of the space, or nothing left of a finite space.</summary>
    public static void ShouldBeSensible(this Proposal proposal, SearchSpace space)
    {
        if (proposal is Proposal.Next next)
            ConfigurationValidation.Check(space, next.Configuration).ShouldBeEmpty();
        else
            SpaceSize.Of(space).IsFinite.ShouldBeTrue();
    }
}
