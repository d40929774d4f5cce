using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>
/// A regular expression that finds metrics in what a program prints anyway: its named groups are metrics, and the
/// group <c>step</c>, if it has one, is the step that they belong to.
/// </summary>
internal sealed class MetricPattern
{
    private const string StepGroup = "step";
    private const int LongestLine = 16 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    private readonly Regex regex;
    private readonly ImmutableArray<string> metrics;

    private MetricPattern(Regex regex, ImmutableArray<string> metrics) => (this.regex, this.metrics) = (regex, metrics);

    /// <summary>The expression.</summary>
    public string Text => regex.ToString();

    /// <exception cref="FormatException">It is no regular expression, or names no metric; the message says what it must be.</exception>
    public static MetricPattern Parse(string text)
    {
        try
        {
            var expression = new Regex(text, RegexOptions.CultureInvariant, Limit);
            ImmutableArray<string> groups = [.. expression.GetGroupNames().Where(name => !char.IsAsciiDigit(name[0]) && name != StepGroup)];
            return groups.IsEmpty
                ? throw new FormatException("must name at least one metric, as in val_cost=(?<val_cost>\\S+)")
                : new(expression, groups);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"must be a regular expression: {e.Message}", e);
        }
    }

    /// <summary>What the line says; null when it says nothing.</summary>
    /// <exception cref="RegexMatchTimeoutException">The expression takes too long on this line.</exception>
    public Report? Find(string line)
    {
        if (line.Length > LongestLine) return null;
        var match = regex.Match(line);
        if (!match.Success) return null;
        var values = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var name in metrics)
        {
            if (match.Groups[name] is { Success: true, Value: var text } && MetricNumbers.TryParse(text, out var number)) values[name] = number;
        }

        if (values.Count == 0) return null;
        var found = values.ToImmutable();
        return match.Groups[StepGroup] is { Success: true, Value: var step }
            && long.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new Report { Step = new(count, found) }
            : new Report { Printed = found };
    }
}
