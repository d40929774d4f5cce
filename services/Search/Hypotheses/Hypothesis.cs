using System.Collections.Immutable;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Hypotheses;

/// <summary>A claim that was written down before the trials ran: one value of a parameter is better than another.</summary>
/// <param name="Id">H1, H2, ...</param>
/// <param name="Statement">In the researcher's words.</param>
/// <param name="Parameter">What is compared: the path of a parameter.</param>
/// <param name="Metric">What it is better in.</param>
/// <param name="Better">The value that is claimed to be better ...</param>
/// <param name="Than">... than this one.</param>
public sealed record Hypothesis(string Id, string Statement, string Parameter, string Metric, ParameterValue Better, ParameterValue Than)
{
    /// <summary>Parameters that a comparison is made within: a value restricts it to that value, null means one comparison for each value that was tried.</summary>
    public ImmutableSortedDictionary<string, ParameterValue?> Within { get; init; } = ImmutableSortedDictionary<string, ParameterValue?>.Empty;

    /// <summary>Whether more of the metric is better; null for the objective's own goal, and needed for any other metric.</summary>
    public bool? Maximize { get; init; }

    /// <summary>The probability of any false verdict among all hypotheses of the study.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>The smallest difference that would matter, in the metric's unit; 0 when any would.</summary>
    public double MinimumEffect { get; init; }
}
