using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies;

/// <summary>What a strategy is told about the problem when a study starts.</summary>
/// <param name="Space">The space; every proposal lies in it and satisfies its rules.</param>
/// <param name="Objectives">How many losses an observation carries (at least 1).</param>
/// <param name="Budget">How many configurations will be tried at most; null when unknown.</param>
/// <param name="Settings">The strategy's settings, validated, with defaults filled in.</param>
/// <param name="Seed">The study's seed, the same as in every <see cref="ProposalRequest"/>: what a strategy decides by chance while it observes is keyed by it.</param>
public sealed record StrategyProblem(SearchSpace Space, int Objectives, long? Budget, StrategySettings Settings, long Seed = 0)
{
    /// <summary>How many numbers <see cref="Observation.Constraints"/> holds when everything was measured.</summary>
    public int Constraints { get; init; }

    /// <summary>How many trials may be in flight at once.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>How often each configuration runs; above 1 the losses are means, with standard errors.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>The study's model groups, with their shares of the budget when the strategy goes by them; null when it has none.</summary>
    public GroupPlan? Groups { get; init; }

    /// <summary>The first objective is one to be maximised: its losses, and the thresholds below, are negated values.</summary>
    public bool IsMaximized { get; init; }

    /// <summary>Named grades of the first objective (good, excellent), as losses: what is below has the grade.</summary>
    public ImmutableSortedDictionary<string, double> Thresholds { get; init; } = ImmutableSortedDictionary<string, double>.Empty;
}

/// <summary>A strategy that a study file can name.</summary>
/// <param name="Name">As written in the file: <c>simulated-annealing</c>.</param>
/// <param name="Settings">Every setting it knows.</param>
/// <param name="Create">Makes an instance with an empty history.</param>
/// <param name="Check">Mistakes that only the whole problem shows (grid over a continuous parameter); null when fine, else one sentence, which begins with a setting and a colon where one setting is to blame.</param>
public sealed record StrategyDescription(
    string Name,
    ImmutableArray<SettingDescription> Settings,
    Func<StrategyProblem, IStrategy> Create,
    Func<StrategyProblem, string?> Check)
{
    /// <summary>
    /// True when it may propose what was tried before, because that is what it was told to do. The others are kept from
    /// repeating themselves by <see cref="DistinctProposals"/>.
    /// </summary>
    public bool AllowsRepeats { get; init; }

    /// <summary>True when it runs through <see cref="StrategySettings.Configurations"/>; the others ignore them.</summary>
    public bool TakesConfigurations { get; init; }

    /// <summary>True when it goes through the study's model groups in the order of their plan, with their budgets and inheritance; the others ignore them.</summary>
    public bool IsProgressive { get; init; }

    /// <summary>Says in one line what it does about a problem; null for those that do what their name says.</summary>
    public Func<StrategyProblem, string>? Explain { get; init; }
}

/// <summary>Validated settings of one strategy.</summary>
/// <param name="Numbers">By setting name; a setting without default may be absent. A flag is 1 or 0.</param>
/// <param name="Configurations">The list that <c>explicit</c> runs through; empty for the others.</param>
public sealed record StrategySettings(
    ImmutableSortedDictionary<string, double> Numbers,
    ImmutableArray<Configuration> Configurations)
{
    public static StrategySettings None { get; } = new(ImmutableSortedDictionary<string, double>.Empty, []);

    /// <summary>The chosen words and given texts, by setting name; every setting with choices is there.</summary>
    public ImmutableSortedDictionary<string, string> Choices { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The given tables, by setting name.</summary>
    public ImmutableSortedDictionary<string, SettingTable> Tables { get; init; } = ImmutableSortedDictionary<string, SettingTable>.Empty;

    /// <exception cref="KeyNotFoundException">Neither the file nor the description gives the setting.</exception>
    public double this[string name] => Numbers[name];

    /// <summary>The word chosen for a setting with choices.</summary>
    /// <exception cref="KeyNotFoundException">The strategy has no such setting.</exception>
    public string Choice(string name) => Choices[name];

    /// <summary>The number of a setting that the strategy derives when it is not given; null then.</summary>
    public double? Find(string name) => Numbers.TryGetValue(name, out var value) ? value : null;

    /// <summary>A text; null when it is not given.</summary>
    public string? Text(string name) => Choices.GetValueOrDefault(name);

    /// <summary>A table; null when it is not given.</summary>
    public SettingTable? Table(string name) => Tables.GetValueOrDefault(name);

    /// <summary>Whether a flag is set.</summary>
    /// <exception cref="KeyNotFoundException">Neither the file nor the description gives the flag.</exception>
    public bool Flag(string name) => Numbers[name] != 0;
}

/// <summary>A setting that is a table.</summary>
/// <param name="Rows">By the name of the row, the numbers given there by the name of their column.</param>
public sealed record SettingTable(ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, double>> Rows);
