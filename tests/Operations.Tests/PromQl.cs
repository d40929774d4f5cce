using System.Text.RegularExpressions;

namespace ArchOpt.Operations.Tests;

/// <summary>What a PromQL expression refers to: enough of the language for the expressions of this repository.</summary>
internal static partial class PromQl
{
    private static readonly HashSet<string> Words = ["and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "offset", "bool", "end", "start", "inf", "nan"];

    /// <summary>The names of the series that it reads.</summary>
    public static IEnumerable<string> Names(string expression)
    {
        var bare = Selector().Replace(Grouping().Replace(expression, " "), " ");
        return Identifier().Matches(bare)
            .Where(match => !Words.Contains(match.Value) && !bare[(match.Index + match.Length)..].TrimStart().StartsWith('('))
            .Select(match => match.Value).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Label matchers, ranges and steps: what stands in braces and brackets.</summary>
    [GeneratedRegex("""\{[^{}]*\}|\[[^\[\]]*\]|"[^"]*"|\b\d+(\.\d+)?(ms|s|m|h|d)?\b""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Selector();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Grouping();

    [GeneratedRegex("[A-Za-z_:][A-Za-z0-9_:]*", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Identifier();
}
