using System.Collections.Immutable;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Insight.Trends;

/// <summary>What the trials of one value, or of one bin of values, have in common.</summary>
/// <param name="Label">The value as a table shows it; <c>0.012 .. 0.05</c> for a bin (both ends are values that were tried), <c>not active</c> for trials without the parameter.</param>
/// <param name="Value">The value; null for bins and where the parameter is not active.</param>
/// <param name="Low">The smallest number tried in the row; null when values are no numbers.</param>
/// <param name="High">The largest.</param>
/// <param name="N">How many measured trials.</param>
/// <param name="Mean">Of the objective, as reported.</param>
/// <param name="Best">The largest objective when it is maximised, the smallest when it is minimised.</param>
/// <param name="ShareOfTop">How much of the top K is in this row: a fraction of 1; the rows sum to 1.</param>
/// <param name="StandardError">Of the mean; null for one trial.</param>
/// <param name="IsMarked">Whether a table should set it off as one of the best.</param>
public sealed record TrendRow(
    string Label, ParameterValue? Value, double? Low, double? High, int N, double Mean, double Best, double ShareOfTop, double? StandardError, bool IsMarked = false)
{
    /// <summary>Whether it gathers the trials in which the parameter is not active.</summary>
    public bool IsInactive { get; init; }

    /// <summary>Indices into the measured trials, ascending.</summary>
    internal ImmutableArray<int> Members { get; init; } = [];
}

/// <summary>What can be said of a parameter.</summary>
public enum FindingKind
{
    /// <summary>All measured trials have the same objective.</summary>
    ConstantObjective,

    /// <summary>Only one value was tried.</summary>
    SingleValue,

    /// <summary>So few trials that any pattern would be chance.</summary>
    TooFewTrials,

    /// <summary>The values differ by no more than chance.</summary>
    Tie,

    /// <summary>One value makes up at least half of the top, and far more than any other.</summary>
    DominantValue,

    /// <summary>More is better, or less is.</summary>
    Monotone,

    /// <summary>Two good regions with a poor one in between.</summary>
    Bimodal,

    /// <summary>There are differences, without one of these shapes.</summary>
    Mixed,
}

/// <param name="Sentence">One sentence, with its figures.</param>
public sealed record Finding(FindingKind Kind, string Sentence);

/// <summary>How the objective goes with one parameter.</summary>
/// <param name="Parameter">Its path.</param>
/// <param name="TopK">How many trials "the top" are.</param>
/// <param name="IsBinned">Whether rows are bins of values.</param>
/// <param name="Rows">Ascending where values have an order, else as the space lists them; trials without the parameter last.</param>
public sealed record Trend(string Parameter, int TopK, bool IsBinned, ImmutableArray<TrendRow> Rows, Finding Finding)
{
    /// <summary>The rows in which the parameter is active.</summary>
    public IEnumerable<TrendRow> ActiveRows => Rows.Where(row => !row.IsInactive);
}
