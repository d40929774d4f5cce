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
    public static StrategyProblem Problem(StudyDefinition study) => new(
        study.Space,
        Math.Max(1, study.Objectives.Length),
        study.Budget.Trials / study.TrialsPerConfiguration,
        study.Strategy.Settings,
        study.Seed)
    {
        Constraints = study.Constraints.Length,
        Parallelism = study.Budget.Parallelism,
        Replicates = study.TrialsPerConfiguration,
    };
}
