using System.Collections.Immutable;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Pruners;

/// <summary>The pruners that a study file can name, besides <see cref="None"/>.</summary>
public static class PrunerCatalogue
{
    /// <summary>In a study file: every trial runs to its end.</summary>
    public const string None = "none";

    /// <summary>All of them, in the order in which to present them.</summary>
    public static ImmutableArray<PrunerDescription> All { get; } =
    [
        MedianPruner.Description,
        PercentilePruner.Description,
        AsynchronousHalving.Description,
        Hyperband.Description,
        PatiencePruner.Description,
    ];

    /// <summary>The pruner of that name, or null.</summary>
    public static PrunerDescription? Find(string name) => All.FirstOrDefault(pruner => pruner.Name == name);

    /// <summary>An instance that knows no trial. The settings must have been checked and resolved.</summary>
    /// <exception cref="ArgumentException">No pruner has that name.</exception>
    public static IPruner Create(string name, PrunerProblem problem) => Find(name) is { } description
        ? description.Create(problem)
        : throw new ArgumentException($"Unknown pruner '{name}'{NearestName.Hint(name, All.Select(pruner => pruner.Name))}", nameof(name));
}
