using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Supplement;

/// <summary>How much to propose.</summary>
/// <param name="FineTuned">How many parameters are fine-tuned, each in a set of its own.</param>
/// <param name="Combined">The largest number of combinations.</param>
/// <param name="Widen">Whether values outside of the space may be proposed: between the rungs of a ladder of numbers, between steps, beyond an end. The plan's space then allows them.</param>
/// <param name="DepthParameter">The path of the parameter that makes a network deep; by default it is known by its name (layers, depth, blocks, stages, or the length of a list).</param>
/// <param name="Parallelism">How many trials run at a time: for the estimate.</param>
public sealed record SupplementSettings(int FineTuned = 3, int Combined = 6, bool Widen = false, string? DepthParameter = null, int Parallelism = 1)
{
    /// <summary>How many trials one configuration takes: for the estimate.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>The paths of parameters that keep the value of the trial that a set starts from: the one that names its group.</summary>
    public ImmutableArray<string> Kept { get; init; } = [];
}

/// <param name="Id">A1, A2, ...</param>
/// <param name="Reason">Why this one, in a few words.</param>
public sealed record SupplementTrial(string Id, Configuration Configuration, string Reason);

/// <summary>What is expected, written down before it is tried.</summary>
/// <param name="If">What the trials would show.</param>
/// <param name="Then">What that would mean.</param>
/// <param name="Better">The trials whose mean is better ...</param>
/// <param name="Than">... than the mean of these. Empty: the best of them beats the trial that the set starts from.</param>
public sealed record Expectation(string If, string Then, ImmutableArray<string> Better, ImmutableArray<string> Than);

/// <param name="Id">A, B, ...</param>
/// <param name="BaseNumber">The finished trial that the set starts from ...</param>
/// <param name="BaseValue">... its objective ...</param>
/// <param name="Base">... and its configuration.</param>
/// <param name="Group">The group of that trial: run the set under it.</param>
public sealed record SupplementSet(
    string Id, string Name, long BaseNumber, double BaseValue, Configuration Base, string? Group, ImmutableArray<SupplementTrial> Trials, ImmutableArray<Expectation> Expectations);

public sealed record SupplementPhase(string Name, ImmutableArray<SupplementSet> Sets);

/// <summary>What the proposal will cost, from how long its forerunners took.</summary>
/// <param name="Trials">All trials of all sets, each once: replicates are not counted here.</param>
/// <param name="LowSeconds">A quarter of the finished trials took less than this, each.</param>
/// <param name="MedianSeconds">Half of them.</param>
/// <param name="HighSeconds">Three quarters of them. All null when no duration is known.</param>
/// <param name="TotalSeconds">Of all trials with their replicates at the median, so many at a time as the settings say.</param>
public sealed record ResourceEstimate(int Trials, double? LowSeconds, double? MedianSeconds, double? HighSeconds, double? TotalSeconds, string Sentence);

/// <summary>A proposal of trials that would settle what the finished ones leave open, in the order in which to run them.</summary>
/// <param name="Space">Where all its configurations are; the study's own unless values outside were allowed.</param>
/// <param name="ChampionNumber">The best finished trial; null when there is none, and then there is nothing to propose.</param>
public sealed record SupplementPlan(SearchSpace Space, long? ChampionNumber, double? ChampionValue, ImmutableArray<SupplementPhase> Phases, ResourceEstimate Resources)
{
    /// <summary>All trials in the order in which to run them.</summary>
    public IEnumerable<SupplementTrial> Trials => Phases.SelectMany(phase => phase.Sets).SelectMany(set => set.Trials);
}
