using System.Collections.Immutable;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies.Annealing;
using ArchOpt.Search.Strategies.Automatic;
using ArchOpt.Search.Strategies.CmaEs;
using ArchOpt.Search.Strategies.GaussianProcess;
using ArchOpt.Search.Strategies.Nsga2;
using ArchOpt.Search.Strategies.Resilient;
using ArchOpt.Search.Strategies.Tpe;

namespace ArchOpt.Search.Strategies;

/// <summary>The strategies that a study file can name.</summary>
public static class StrategyCatalogue
{
    /// <summary>The one used when a study names none.</summary>
    public const string Default = AutomaticSearch.Name;

    /// <summary>All of them, in the order in which to present them.</summary>
    public static ImmutableArray<StrategyDescription> All { get; } =
    [
        AutomaticSearch.Description,
        RandomSearch.Description,
        SobolSearch.Description,
        GridSearch.Description,
        SimulatedAnnealing.Description,
        LogSimulatedAnnealing.Description,
        RegularizedEvolution.Description,
        Nsga2Search.Description,
        CmaEsSearch.Description,
        TreeParzenEstimator.Description,
        GaussianProcessSearch.Description,
        ResilientSearch.Description,
        ExplicitSearch.Description,
    ];

    /// <summary>The strategy of that name, or null; for a message, <see cref="NearestName"/> knows what was meant.</summary>
    public static StrategyDescription? Find(string name) => All.FirstOrDefault(strategy => strategy.Name == name);

    /// <summary>
    /// An instance with an empty history, kept from repeating itself unless it is told to. The space and the settings must have been
    /// checked (<see cref="SpaceValidation"/>, <see cref="StrategySettingsValidation"/>, <see cref="StrategyDescription.Check"/>).
    /// </summary>
    /// <exception cref="ArgumentException">No strategy has that name.</exception>
    public static IStrategy Create(string name, StrategyProblem problem)
    {
        var description = Find(name) ?? throw new ArgumentException(
            $"Unknown strategy '{name}'{NearestName.Hint(name, All.Select(strategy => strategy.Name))}", nameof(name));
        var strategy = description.Create(problem);
        return description.AllowsRepeats ? strategy : new DistinctProposals(strategy, problem.Space);
    }
}
