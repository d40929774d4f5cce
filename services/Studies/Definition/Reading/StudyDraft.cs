using System.Collections.Immutable;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Pruners;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition.Evaluators;

namespace ArchOpt.Studies.Definition.Reading;

/// <summary>A study whose parts have the right shape but were not yet compared with each other. A null part has mistakes of its own.</summary>
internal sealed record StudyDraft
{
    public required ImmutableArray<Objective?> Objectives { get; init; }

    public required ImmutableArray<Constraint?> Constraints { get; init; }

    public required EvaluatorDescription? Evaluator { get; init; }

    public required EvaluatorSettings? EvaluatorSettings { get; init; }

    public required SearchSpace? Space { get; init; }

    public required string? Strategy { get; init; }

    /// <summary>Null for a study without, too.</summary>
    public GroupPlan? Groups { get; init; }

    /// <summary>Null for a study without one, too.</summary>
    public required PrunerDescription? Pruner { get; init; }

    public required StoppingPolicy? Stopping { get; init; }

    public required ImmutableArray<long> Replicates { get; init; }

    public required Budget? Budget { get; init; }
}
