using System.Collections.Immutable;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Bench.Problems;

/// <summary>The study of a benchmark problem: sequential trials, so that a run is determined by problem, strategy and seed.</summary>
internal static class BenchStudy
{
    private static readonly StrategyReference Placeholder = new(RandomSearch.Name, StrategySettings.None);

    /// <summary>A study that minimises the metric <c>value</c>.</summary>
    public static StudyDefinition Minimise(string name, SearchSpace space, EvaluatorReference evaluator, int trials) =>
        Of(name, space, evaluator, new(FormulaEvaluator.Metric, Goal.Minimize, ImmutableSortedDictionary<string, double>.Empty), trials);

    public static StudyDefinition Of(string name, SearchSpace space, EvaluatorReference evaluator, Objective objective, int trials) => new()
    {
        Name = name,
        Objectives = [objective],
        Evaluator = evaluator,
        Space = space,
        Strategy = Placeholder,
        Budget = new Budget(trials, Parallelism: 1, Time: null, Failures: null),
    };
}
