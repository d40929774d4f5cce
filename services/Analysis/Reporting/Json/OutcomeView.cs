using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ArchOpt.Insight.Supplement;

namespace ArchOpt.Analysis.Reporting.Json;

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
