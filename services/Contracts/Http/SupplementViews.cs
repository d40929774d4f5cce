using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Contracts.Http;

/// <summary>Which trials would settle what the finished ones leave open, in the order in which to run them.</summary>
/// <param name="Study">The study that they are proposed for.</param>
/// <param name="Name">What the study of these trials is called.</param>
/// <param name="Objective">What it optimises.</param>
/// <param name="Champion">The best finished trial; null when there is none.</param>
/// <param name="SpaceChanges">One sentence for each parameter that may have more values in the new study; empty when the space is the study's own.</param>
/// <param name="Nothing">Why nothing is proposed; null when something is.</param>
public sealed record SupplementView(
    string Study, string Name, SupplementObjectiveView Objective, SupplementChampionView? Champion, ImmutableArray<SupplementPhaseView> Phases,
    SupplementResourcesView Resources, [property: JsonPropertyName("space_changes")] ImmutableArray<string> SpaceChanges, string? Nothing);

/// <param name="Goal">minimize or maximize.</param>
public sealed record SupplementObjectiveView(string Metric, string Goal);

/// <summary>The finished trial to beat.</summary>
/// <param name="Value">Its objective; the mean of its replicates.</param>
/// <param name="Group">Its model group; null for a study without groups.</param>
public sealed record SupplementChampionView(long Number, double Value, string? Group, Configuration Configuration);

public sealed record SupplementPhaseView(string Name, ImmutableArray<SupplementSetView> Sets);

/// <param name="Id">A, B, ...</param>
/// <param name="Base">The configuration that the set starts from ...</param>
/// <param name="BaseNumber">... the trial that ran it ...</param>
/// <param name="BaseValue">... and its objective.</param>
/// <param name="Group">Its model group; null for a study without groups.</param>
public sealed record SupplementSetView(
    string Id, string Name, Configuration Base, [property: JsonPropertyName("base_number")] long BaseNumber, [property: JsonPropertyName("base_value")] double BaseValue, string? Group,
    ImmutableArray<SupplementTrialView> Trials, ImmutableArray<SupplementExpectationView> Expectations);

/// <param name="Id">A1, A2, ...</param>
public sealed record SupplementTrialView(string Id, Configuration Configuration, string Reason);

/// <param name="If">What the trials would show.</param>
/// <param name="Then">What that would mean.</param>
/// <param name="Better">The trials whose mean is better ...</param>
/// <param name="Than">... than the mean of these; empty: the best of them beats the trial that the set starts from.</param>
public sealed record SupplementExpectationView(string If, string Then, ImmutableArray<string> Better, ImmutableArray<string> Than);

/// <param name="Configurations">How many are proposed.</param>
/// <param name="Trials">How many trials that makes: replicates count each.</param>
/// <param name="TotalSeconds">At the median duration of the finished trials; null when no duration is known.</param>
public sealed record SupplementResourcesView(
    int Configurations,
    int Trials,
    [property: JsonPropertyName("low_seconds")] double? LowSeconds,
    [property: JsonPropertyName("median_seconds")] double? MedianSeconds,
    [property: JsonPropertyName("high_seconds")] double? HighSeconds,
    [property: JsonPropertyName("total_seconds")] double? TotalSeconds,
    string Sentence);
