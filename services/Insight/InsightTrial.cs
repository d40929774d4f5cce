using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Insight;

/// <summary>One finished trial, ours or imported, as the analysis sees it.</summary>
/// <param name="Number">Unique within its study; decides every tie, so that the order of the input decides none.</param>
/// <param name="Configuration">As it ran.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Value">The objective as it was reported (not negated); null when there is none. NaN and infinities are counted and kept out of every figure.</param>
/// <param name="Seed">The seed it ran with; what hypotheses are paired by.</param>
public sealed record InsightTrial(long Number, Configuration Configuration, ObservedOutcome Outcome, double? Value, long Seed = 0)
{
    /// <summary>The tier, budget or model that it belongs to; null when the study has no groups.</summary>
    public string? Group { get; init; }

    /// <summary>Everything that was reported, the objective included or not.</summary>
    public ImmutableSortedDictionary<string, double> Metrics { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Seconds of evaluation; null when unknown.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Whether it has a value that a mean may be made of: completed, and finite.</summary>
    public bool IsMeasured => Outcome == ObservedOutcome.Completed && Value is { } value && double.IsFinite(value);
}
