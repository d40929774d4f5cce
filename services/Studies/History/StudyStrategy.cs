using System.Collections.Immutable;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.History;

/// <summary>Makes the strategy that a study names.</summary>
public static class StudyStrategy
{
    /// <summary>
    /// A strategy with an empty history. It is told the budget that the study was created with, so that a budget
    /// changed later does not change what was proposed before.
    /// </summary>
    public static IStrategy Create(StudyDefinition study) => StrategyCatalogue.Create(study.Strategy.Name, Problem(study));

    /// <summary>What a strategy that decides for itself does about this study, in one line; null for the others.</summary>
    public static string? Explain(StudyDefinition study) => StrategyCatalogue.Find(study.Strategy.Name)?.Explain?.Invoke(Problem(study));

    /// <summary>The study as its strategy sees it.</summary>
    public static StrategyProblem Problem(StudyDefinition study) => new StrategyProblem(
        study.Space,
        Math.Max(1, study.Objectives.Length),
        study.Budget.Trials / study.TrialsPerConfiguration,
        study.Strategy.Settings,
        study.Seed)
    {
        Constraints = study.Constraints.Length,
        Parallelism = study.Budget.Parallelism,
        Replicates = study.TrialsPerConfiguration,
        Groups = Groups(study),
    }.Graded(study.Objectives.FirstOrDefault());

    /// <summary>
    /// The study's groups, with their shares of its budget (in configurations) when its strategy goes through them; null for a study without.
    /// </summary>
    public static GroupPlan? Groups(StudyDefinition study) => StrategyCatalogue.Find(study.Strategy.Name) is { IsProgressive: true }
        ? study.Groups?.Share(study.Budget.Trials / study.TrialsPerConfiguration)
        : study.Groups;

    /// <summary>The grades of the objective that is compared, as losses.</summary>
    internal static StrategyProblem Graded(this StrategyProblem problem, Objective? first) => first is null ? problem : problem with
    {
        IsMaximized = first.Goal == Goal.Maximize,
        Thresholds = first.Thresholds.ToImmutableSortedDictionary(grade => grade.Key, grade => first.Loss(grade.Value), StringComparer.Ordinal),
    };
}
