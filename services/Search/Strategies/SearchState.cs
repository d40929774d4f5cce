using System.Collections.Immutable;

namespace ArchOpt.Search.Strategies;

/// <summary>A strategy whose state means something to people: which mode it is in, and why.</summary>
public interface IDescribesSearch
{
    /// <summary>One for each model group in the plan's order; a single one, without a name, when the study has no groups.</summary>
    ImmutableArray<SearchState> States { get; }
}

/// <summary>Where the search of one model group is. It follows from the observations alone.</summary>
/// <param name="Group">The group's name; null without groups.</param>
/// <param name="Mode">The word that shows and metrics use: <c>normal</c>, <c>local</c>, <c>jump</c>.</param>
/// <param name="Stagnation">How many observations in a row have not improved on the group's best.</param>
public sealed record SearchState(string? Group, string Mode, int Stagnation)
{
    /// <summary>The group that the next configuration comes from.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>How many configurations of it have been observed.</summary>
    public long Observed { get; init; }

    /// <summary>The number of the configuration that it started from, and which group that is of; null when it started on its own.</summary>
    public Inheritance? Inherited { get; init; }

    /// <summary>The estimated number of model parameters of the group's best configuration; null without an estimate.</summary>
    public double? Complexity { get; init; }
}

/// <summary>Where a group's first configuration came from.</summary>
/// <param name="Group">The earlier group.</param>
/// <param name="Number">Its best configuration.</param>
public sealed record Inheritance(string Group, long Number);
