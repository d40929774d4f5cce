using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests;

/// <summary>Small studies, trials and attempts that tests change where it matters.</summary>
internal static class Samples
{
    public static DateTimeOffset Start { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Objective Minimized { get; } = new("loss", Goal.Minimize, ImmutableSortedDictionary<string, double>.Empty);

    public static Objective Maximized { get; } = new("score", Goal.Maximize, ImmutableSortedDictionary<string, double>.Empty);

    public static StudyDefinition Study(
        long? trials = 10, int parallelism = 1, TimeSpan? time = null, int? failures = null, int replicates = 1, string evaluator = "function") => new()
        {
            Name = "sample",
            Objectives = [Minimized],
            Evaluator = new(evaluator, "{}"),
            Space = new([new FloatParameter("x", 0, 1)]),
            Strategy = new("random", StrategySettings.None),
            Budget = new(trials, parallelism, time, failures),
            Replicates = replicates == 1 ? [] : [.. Enumerable.Range(1, replicates).Select(i => (long)i)],
            Seed = 7,
        };

    public static StudyDefinition External(long? trials = 10, int replicates = 1) =>
        Study(trials, replicates: replicates, evaluator: EvaluatorReference.External);

    public static StudyRecord Record(StudyDefinition study) =>
        new() { Id = "s1", Name = study.Name, Definition = "{}", Budget = study.Budget, Created = Start };

    public static Configuration Point(double x) => Configuration.Of(("x", x));

    public static ImmutableSortedDictionary<string, double> Metrics(params ReadOnlySpan<(string Name, double Value)> values)
    {
        var metrics = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in values) metrics[name] = value;
        return metrics.ToImmutable();
    }
}
