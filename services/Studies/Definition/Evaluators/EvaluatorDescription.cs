using System.Collections.Immutable;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition.Shapes;

namespace ArchOpt.Studies.Definition.Evaluators;

/// <summary>An evaluator as a study file sees it.</summary>
/// <param name="Name">As written in the file.</param>
/// <param name="Summary">One sentence for people.</param>
/// <param name="Metrics">The metrics it reports; null when only a run shows them.</param>
public sealed record EvaluatorDescription(string Name, string Summary, ImmutableArray<string>? Metrics)
{
    internal ImmutableArray<Field> Settings { get; init; } = [];

    /// <summary>Mistakes that only show when space and settings meet. Paths start at the root of the file.</summary>
    internal Func<SearchSpace, EvaluatorSettings, IEnumerable<SpaceError>> Check { get; init; } = (_, _) => [];

    /// <summary>It can report steps while it runs, which is what a pruner compares trials by.</summary>
    public bool ReportsSteps { get; init; }

    /// <summary>The step at which its runs end, when the settings say so.</summary>
    internal Func<EvaluatorSettings, long?> LastStep { get; init; } = _ => null;

    /// <summary>The step at which its runs end when neither settings nor stopping policy say so; null when nobody knows.</summary>
    internal long? UsualLastStep { get; init; }

    internal bool RequiresSettings => Settings.Any(setting => setting.Required);
}
