namespace ArchOpt.Search.Rules;

/// <summary>A rule that does not parse, or that speaks of what the space does not have.</summary>
/// <param name="column">Where in the text, from 1.</param>
/// <param name="problem">What is wrong there.</param>
public sealed class RuleSyntaxException(int column, string problem) : FormatException($"column {column}: {problem}")
{
    public int Column { get; } = column;
}
