using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ArchOpt.Insight.Supplement;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Analysis.Reporting.Json;

/// <summary>What to run next.</summary>
/// <param name="Champion">The best finished trial; null when there is none, and then there are no phases.</param>
public sealed record SupplementView(ImmutableArray<PhaseView> Phases, ResourcesView Resources, ChampionView? Champion)
{
    public static SupplementView Of(SupplementPlan plan) => new(
        [.. plan.Phases.Select(phase => new PhaseView(phase.Name, [.. phase.Sets.Select(SetView.Of)]))],
        new(plan.Resources.Trials, plan.Resources.LowSeconds, plan.Resources.MedianSeconds, plan.Resources.HighSeconds, plan.Resources.TotalSeconds, plan.Resources.Sentence),
        plan.ChampionNumber is { } number ? new(number, plan.ChampionValue) : null);
}

public sealed record ChampionView(long Number, double? Value);

public sealed record PhaseView(string Name, ImmutableArray<SetView> Sets);

/// <param name="Base">The configuration that the set starts from.</param>
/// <param name="BaseNumber">The trial that ran it.</param>
/// <param name="Group">Run the set under it; null without groups.</param>
public sealed record SetView(
    string Name,
    Configuration Base,
    ImmutableArray<SupplementTrialView> Trials,
    ImmutableArray<ExpectationView> Expectations,
    string Id,
    [property: JsonPropertyName("base_number")] long BaseNumber,
    [property: JsonPropertyName("base_value")] double BaseValue,
    string? Group)
{
    internal static SetView Of(SupplementSet set) => new(
        set.Name,
        set.Base,
        [.. set.Trials.Select(trial => new SupplementTrialView(trial.Id, trial.Configuration, trial.Reason))],
        [.. set.Expectations.Select(expectation => new ExpectationView(expectation.If, expectation.Then, expectation.Better, expectation.Than))],
        set.Id,
        set.BaseNumber,
        set.BaseValue,
        set.Group);
}

public sealed record SupplementTrialView(string Id, Configuration Configuration, string Reason);

/// <param name="Better">The trials whose mean is better ...</param>
/// <param name="Than">... than the mean of these; empty: the best of them beats the trial that the set starts from.</param>
public sealed record ExpectationView(string If, string Then, ImmutableArray<string> Better, ImmutableArray<string> Than);

/// <summary>What it will cost, from how long finished trials took; null where no duration is known.</summary>
public sealed record ResourcesView(
    int Trials,
    [property: JsonPropertyName("low_seconds")] double? LowSeconds,
    [property: JsonPropertyName("median_seconds")] double? MedianSeconds,
    [property: JsonPropertyName("high_seconds")] double? HighSeconds,
    [property: JsonPropertyName("total_seconds")] double? TotalSeconds,
    string Sentence);

/// <summary>What came of a supplement.</summary>
/// <param name="Champion">The best configuration now: one of the supplement's, or the old one.</param>
public sealed record OutcomeView(
    int Completed, int Planned, ImmutableArray<ExpectationOutcomeView> Expectations, NewChampionView? Champion, string Sentence)
{
    public static OutcomeView Of(SupplementOutcome outcome) => new(
        outcome.Completed,
        outcome.Planned,
        [
            .. outcome.Expectations.Select(expectation => new ExpectationOutcomeView(
                expectation.Set, expectation.Expectation.If, expectation.Expectation.Then, JsonNames.Of(expectation.State), Known.Of(expectation.Gain), Known.Of(expectation.Interval), Known.Of(expectation.HedgesG), expectation.Sentence)),
        ],
        outcome.ChampionNumber is { } number ? new(outcome.ChampionId, number, outcome.ChampionValue, outcome.Improvement) : null,
        outcome.Sentence);
}

/// <param name="Id">Of the supplement's trial; null when the old champion stays.</param>
/// <param name="Improvement">By how much it is better than the old one.</param>
public sealed record NewChampionView(string? Id, long Number, double? Value, double Improvement);

/// <param name="State">held, failed or open.</param>
/// <param name="Gain">By how much the named trials are better; null when open.</param>
/// <param name="Interval">95 % of the gain, low and high.</param>
public sealed record ExpectationOutcomeView(
    string Set, string If, string Then, string State, double? Gain, ImmutableArray<double>? Interval, [property: JsonPropertyName("hedges_g")] double? HedgesG, string Sentence);
