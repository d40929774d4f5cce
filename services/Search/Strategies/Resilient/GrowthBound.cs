using ArchOpt.Search.Configurations;
using ArchOpt.Search.Rules;

namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>Estimates how large a model is, and refuses configurations that are much larger than the one they start from.</summary>
/// <param name="Estimate">An expression over the parameters; null when nothing is known of complexity: then nothing is refused.</param>
/// <param name="MaxGrowth">The largest allowed ratio, at least 1.</param>
/// <remarks>
/// A configuration for which the expression has no value, because it speaks of a parameter that is inactive there, is not refused, nor is one
/// that starts from such.
/// </remarks>
internal sealed record GrowthBound(CompiledNumber? Estimate, double MaxGrowth)
{
    public static GrowthBound Of(StrategyProblem problem) =>
        new(ModelComplexity.Estimate(problem), problem.Settings["max_growth"]);

    public static string? Problem(StrategyProblem problem)
    {
        if (problem.Settings.Text("complexity") is not { } text) return null;
        try
        {
            RuleParser.ParseNumber(text, problem.Space);
            return null;
        }
        catch (RuleSyntaxException e)
        {
            return $"complexity: {e.Message} (was '{text}')";
        }
    }

    public double? Of(Configuration configuration) => Estimate?.Evaluate(configuration);

    /// <summary>Whether the configuration may be tried when the search comes from <paramref name="start"/>.</summary>
    public bool Admits(Configuration configuration, Configuration start) =>
        Of(start) is not { } from || Of(configuration) is not { } to || to <= from || to <= MaxGrowth * from;
}
