using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ArchOpt.Analysis.Reporting.Json;

/// <summary>GET /studies/{study}/marginals: each parameter alone.</summary>
public sealed record MarginalsView(string Study, ReportObjective Objective, ImmutableArray<TrendView> Trends, ImmutableArray<CorrelationView> Correlations, GroupsView? Groups);

/// <param name="TopK">How many trials the top are.</param>
/// <param name="Finding">One sentence.</param>
/// <param name="FindingKind">dominant_value, monotone, bimodal, mixed, tie, too_few_trials, single_value or constant_objective.</param>
public sealed record TrendView(
    string Parameter,
    [property: JsonPropertyName("top_k")] int TopK,
    ImmutableArray<TrendRowView> Rows,
    string Finding,
    [property: JsonPropertyName("finding_kind")] string FindingKind,
    bool Binned);

/// <param name="Value">The value itself; the text of a bin, which then has low and high; null where the parameter is not active.</param>
/// <param name="Best">The largest when it is maximised, the smallest when it is minimised.</param>
/// <param name="ShareOfTopK">A fraction of 1.</param>
/// <param name="StandardError">Of the mean; null for one trial.</param>
/// <param name="Low">The smallest number tried in the row; null when values are no numbers.</param>
/// <param name="Marked">Whether it is one of the best.</param>
public sealed record TrendRowView(
    JsonElement? Value,
    int N,
    double? Mean,
    double Best,
    [property: JsonPropertyName("share_of_top_k")] double ShareOfTopK,
    [property: JsonPropertyName("standard_error")] double? StandardError,
    double? Low,
    double? High,
    bool Active,
    bool Marked);

public sealed record CorrelationView(string Parameter, double? Spearman, double? Pearson, int N);

public sealed record GroupsView(ImmutableArray<GroupRowView> Groups, ImmutableArray<GroupDifferenceView> Differences);

/// <param name="Number">The trial that has the best value.</param>
public sealed record GroupRowView(
    string? Group, int N, double? Mean, double Best, [property: JsonPropertyName("standard_error")] double? StandardError, long Number);

/// <param name="Difference">mean(a) - mean(b).</param>
/// <param name="Interval">95 % of the difference, low and high.</param>
public sealed record GroupDifferenceView(
    string? A,
    string? B,
    double? Difference,
    ImmutableArray<double>? Interval,
    [property: JsonPropertyName("hedges_g")] double? HedgesG,
    [property: JsonPropertyName("adjusted_p")] double? AdjustedP);

/// <summary>GET /studies/{study}/importance.</summary>
public sealed record ImportanceAnswer(
    string Study,
    ReportObjective Objective,
    ImmutableArray<ImportanceView> Importance,
    ImmutableArray<InteractionView> Interactions,
    EvidenceView Evidence,
    [property: JsonPropertyName("top_importance")] ImmutableArray<TopImportanceView> TopImportance);

/// <param name="Share">Of the objective's variance over the whole space (fANOVA): a fraction of 1.</param>
/// <param name="Deviation">Over the trees of the forest.</param>
public sealed record ImportanceView(string Parameter, double? Share, double? Deviation, [property: JsonPropertyName("above_noise")] bool AboveNoise);

/// <param name="Parameters">Two.</param>
public sealed record InteractionView(ImmutableArray<string> Parameters, double? Share, double? Deviation);

/// <param name="SupportsRanking">Whether the ranking is more than noise.</param>
public sealed record EvidenceView(
    [property: JsonPropertyName("out_of_bag_r2")] double? OutOfBagR2,
    [property: JsonPropertyName("p_value")] double PValue,
    [property: JsonPropertyName("supports_ranking")] bool SupportsRanking,
    string Sentence);

/// <param name="Share">For reaching the best tenth (PED-ANOVA): a fraction of 1.</param>
public sealed record TopImportanceView(string Parameter, double? Share, double? Divergence);

/// <summary>GET /studies/{study}/hypotheses.</summary>
public sealed record HypothesesAnswer(string Study, ImmutableArray<HypothesisView> Hypotheses);

/// <param name="Verdict">supported, refuted or inconclusive.</param>
/// <param name="Effect">By how much the claimed value is better; negative when it is worse.</param>
/// <param name="Interval">Low and high; null where there are several comparisons, or too few trials.</param>
/// <param name="Sentence">The verdict in words, with all its figures.</param>
public sealed record HypothesisView(
    string Id,
    string Verdict,
    double? Effect,
    ImmutableArray<double>? Interval,
    int N,
    string Statement,
    string Metric,
    string Sentence,
    ImmutableArray<ComparisonView> Comparisons);

/// <param name="Where">The values of the within-parameters; empty without them.</param>
/// <param name="Pairing">configuration_and_seed, seed or none.</param>
/// <param name="Level">Of the interval, after Holm's correction.</param>
/// <param name="SeedsNeeded">For an inconclusive one: how many pairs, or trials of each value, would decide it.</param>
public sealed record ComparisonView(
    string Where,
    string Verdict,
    string Pairing,
    int N,
    double? Effect,
    ImmutableArray<double>? Interval,
    double? Level,
    ImmutableArray<double>? Bootstrap,
    [property: JsonPropertyName("hedges_g")] double? HedgesG,
    [property: JsonPropertyName("p_value")] double? PValue,
    [property: JsonPropertyName("rank_p_value")] double? RankPValue,
    [property: JsonPropertyName("adjusted_p")] double? AdjustedP,
    [property: JsonPropertyName("seeds_needed")] int? SeedsNeeded,
    string Reason);
