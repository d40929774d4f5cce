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
    public static IStrategy Create(StudyDefinition study) => StrategyCatalogue.Create(
        study.Strategy.Name,
        new StrategyProblem(
            study.Space,
            study.Objectives.Length,
            study.Budget.Trials / study.TrialsPerConfiguration,
            study.Strategy.Settings,
            study.Seed));
}
