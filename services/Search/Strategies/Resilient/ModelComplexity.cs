using ArchOpt.Search.Rules;

namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>How large a model is by its configuration alone: what growth is bounded by, and what is shown where a training does not report its size.</summary>
public static class ModelComplexity
{
    /// <summary>The weights of a stack of square layers: four layers of 96 are about 37,000 parameters.</summary>
    private const string Default = "n_layers * embedding_dim * embedding_dim";

    private static readonly string[] DefaultParameters = ["n_layers", "embedding_dim"];

    /// <summary>
    /// The setting <c>complexity</c>, else the weights of a stack of layers where the space has their number and width; null when nothing is known.
    /// </summary>
    /// <exception cref="RuleSyntaxException">The setting is no expression over the space.</exception>
    public static CompiledNumber? Estimate(StrategyProblem problem) => Text(problem) is { } text ? RuleParser.ParseNumber(text, problem.Space) : null;

    private static string? Text(StrategyProblem problem) =>
        problem.Settings.Text("complexity")
        ?? (DefaultParameters.All(name => problem.Space.Parameters.Any(p => p.Name == name && Numeric.Is(p))) ? Default : null);
}
