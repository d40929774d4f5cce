using System.Collections.Immutable;
using ArchOpt.Search.Pruners;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.History;

/// <summary>Makes the pruner that a study names, and says what it sees of a run.</summary>
public static class StudyPruner
{
    /// <summary>A pruner that knows no trial; null for a study without.</summary>
    public static IPruner? Create(StudyDefinition study) =>
        study.Pruner is { } pruner ? PrunerCatalogue.Create(pruner.Name, new(pruner.Settings)) : null;

    /// <summary>The metrics that a run's curve must carry: the first objective, then what constraints bound.</summary>
    public static ImmutableArray<string> Metrics(StudyDefinition study) =>
        [.. study.Constraints.Select(c => c.Metric).Prepend(study.Objectives[0].Metric).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// What trials are compared by: the first objective as a loss, with soft constraints applied as for the strategy. NaN
    /// or infinite when it was reported so; null when it was not reported, or when a hard constraint is broken: such a
    /// run is neither a measure for others nor beaten by them.
    /// </summary>
    public static double? Loss(StudyDefinition study, ImmutableSortedDictionary<string, double> metrics)
    {
        var objective = study.Objectives[0];
        if (!metrics.TryGetValue(objective.Metric, out var value)) return null;
        if (!double.IsFinite(value)) return double.NaN;
        foreach (var constraint in study.Constraints)
        {
            if (constraint.Mode == ConstraintMode.Hard && metrics.TryGetValue(constraint.Metric, out var measured) && !(constraint.Violation(measured) <= 0)) return null;
        }

        return objective.Loss(ConstraintRules.Penalise(study, objective, value, metrics));
    }
}
