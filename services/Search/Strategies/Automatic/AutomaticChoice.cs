using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies.GaussianProcess;
using ArchOpt.Search.Strategies.Tpe;

namespace ArchOpt.Search.Strategies.Automatic;

/// <summary>Which strategies <c>auto</c> runs, and why.</summary>
/// <param name="First">Proposes the first configurations.</param>
/// <param name="Until">From this number on <paramref name="Then"/> proposes; 0 when it does from the start.</param>
/// <param name="Then">Proposes the others.</param>
/// <param name="Why">One line for people.</param>
/// <remarks>
/// The evidence is this repository's benchmark (<c>archopt bench</c>): on classic functions, tables and nested architectures a Gaussian process
/// needs the fewest trials at every length of search that was measured, with conditions, lists, constraints and replicates. It costs tens of
/// milliseconds a proposal where the tree-structured Parzen estimator costs one; that is nothing to a trial that trains a model, and
/// much to a hundred thousand quick ones. So the model that learns fastest goes first, and the cheap one takes over.
/// </remarks>
internal sealed record AutomaticChoice(string First, long Until, string Then, string Why)
{
    /// <summary>The number of configurations after which another one no longer changes much of what the Gaussian process, whose size is bounded, knows.</summary>
    private const long ModelledConfigurations = 1_000;

    /// <summary>A budget of more configurations than this is for quick trials: the time of a thousand slow proposals would be felt.</summary>
    private const long QuickBudget = 10_000;

    /// <summary>Beyond this many dimensions a Gaussian process of bounded cost has too few points.</summary>
    private const int MostDimensions = 100;

    /// <summary>With more trials in flight, most of what a model is conditioned on would be its own beliefs.</summary>
    private const int MostParallel = 128;

    public static AutomaticChoice Of(StrategyProblem problem)
    {
        var dimensions = SpaceEncoding.Of(problem.Space).Dimensions;
        string? quick = dimensions.Length > MostDimensions ? $"more than {MostDimensions} dimensions"
            : problem.Budget > QuickBudget ? $"a budget of more than {QuickBudget.ToString("N0", CultureInfo.InvariantCulture)} configurations"
            : problem.Parallelism > MostParallel ? $"more than {MostParallel} trials at once"
            : null;
        var facts = Facts(problem, dimensions);
        return quick is not null
            ? new(TreeParzenEstimator.Name, 0, TreeParzenEstimator.Name, $"{TreeParzenEstimator.Name}: {quick} ({facts})")
            : new(
                GaussianProcessSearch.Name,
                ModelledConfigurations,
                TreeParzenEstimator.Name,
                $"{GaussianProcessSearch.Name}{Handover(problem)}: it needs the fewest trials ({facts})");
    }

    private static string Handover(StrategyProblem problem) => problem.Budget <= ModelledConfigurations
        ? ""
        : $", from configuration {ModelledConfigurations.ToString("N0", CultureInfo.InvariantCulture)} on {TreeParzenEstimator.Name}";

    private static string Facts(StrategyProblem problem, ImmutableArray<EncodedDimension> dimensions)
    {
        List<string> facts = [Count(dimensions.Length, "dimension")];
        var kinds = dimensions.CountBy(dimension => dimension.Kind).OrderBy(kind => kind.Key);
        facts.Add(string.Join(", ", kinds.Select(kind => $"{kind.Value} {kind.Key.ToString().ToLowerInvariant()}")));
        if (problem.Objectives > 1) facts.Add(Count(problem.Objectives, "objective"));
        if (problem.Constraints > 0) facts.Add(Count(problem.Constraints, "constraint"));
        if (problem.Replicates > 1) facts.Add(Count(problem.Replicates, "replicate"));
        if (problem.Parallelism > 1) facts.Add($"{problem.Parallelism} at once");
        facts.Add(problem.Budget is { } budget ? $"a budget of {budget.ToString("N0", CultureInfo.InvariantCulture)}" : "no budget of trials");
        return string.Join("; ", facts.Where(fact => fact.Length > 0));
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
