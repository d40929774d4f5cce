using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ArchOpt.Contracts.Http;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Analysis.Reporting.Json;

/// <summary>GET /studies/{study}/report: the analysis of a study as programs read it. Shares are fractions of 1; what is not known is null.</summary>
/// <param name="Counts">How many trials are in each state: proposed, running, completed, pruned, infeasible, failed, cancelled.</param>
/// <param name="Best">One for each group that has one, in the order of the groups.</param>
/// <param name="Pareto">The configurations that no other dominates; empty for one objective.</param>
/// <param name="Hypotheses">In the order of the study file.</param>
/// <param name="Outcome">What came of the expectations that the study was started with; null for one that no analysis proposed.</param>
public sealed record ReportView(
    string Study,
    ReportObjective Objective,
    ImmutableArray<ReportObjective> Objectives,
    string Status,
    ImmutableSortedDictionary<string, long> Counts,
    ImmutableArray<ReportBest> Best,
    ImmutableArray<ReportParetoPoint> Pareto,
    ReportConvergence Convergence,
    ImmutableArray<TrendView> Trends,
    ImmutableArray<CorrelationView> Correlations,
    GroupsView? Groups,
    ImmutableArray<ImportanceView> Importance,
    ImmutableArray<InteractionView> Interactions,
    EvidenceView Evidence,
    [property: JsonPropertyName("top_importance")] ImmutableArray<TopImportanceView> TopImportance,
    ImmutableArray<HypothesisView> Hypotheses,
    ImmutableArray<GapView> Gaps,
    ImmutableArray<DuplicateView> Duplicates,
    ImmutableArray<FailureView> Failures,
    [property: JsonPropertyName("bad_regions")] ImmutableArray<BadRegionView> BadRegions,
    SupplementView Supplement,
    OutcomeView? Outcome);

/// <param name="Goal">minimize or maximize.</param>
public sealed record ReportObjective(string Metric, string Goal);

/// <param name="Group">Null in a study without groups.</param>
/// <param name="Number">The trial that ran it; the first of its replicates.</param>
/// <param name="Value">The first objective; the mean over the replicates.</param>
public sealed record ReportBest(
    string? Group,
    long Number,
    double Value,
    Configuration Configuration,
    [property: JsonPropertyName("standard_error")] double? StandardError,
    int Replicates,
    ImmutableSortedDictionary<string, double?> Metrics);

public sealed record ReportParetoPoint(long Number, ImmutableArray<double> Values, Configuration Configuration);

/// <param name="Results">How many results the study has had.</param>
/// <param name="Stages">The best after a tenth, a quarter, half, three quarters and all of them.</param>
/// <param name="LastImprovement">The place of the last improvement among the results, 1, 2, ...; null while nothing feasible has completed.</param>
/// <param name="EpochsSaved">Epochs that early stopping has spared.</param>
public sealed record ReportConvergence(
    int Results,
    ImmutableArray<StageView> Stages,
    int Improvements,
    [property: JsonPropertyName("last_improvement")] int? LastImprovement,
    [property: JsonPropertyName("epochs_saved")] long EpochsSaved,
    ImmutableArray<ThresholdReached> Thresholds);

public sealed record StageView(double Share, int Results, double? Best, long? Number);

/// <param name="Number">The first trial that reached it; null while none has.</param>
public sealed record ThresholdReached(string Name, double Value, long? Number);

/// <param name="Kind">failed or infeasible.</param>
/// <param name="Numbers">The first trials of the cause.</param>
public sealed record FailureView(string Kind, string Cause, int N, ImmutableArray<long> Numbers);

/// <param name="Kind">failed or infeasible.</param>
/// <param name="Rate">How many of the trials there ended so: a fraction of 1 ...</param>
/// <param name="OverallRate">... and how many do everywhere.</param>
public sealed record BadRegionView(
    string Kind, ImmutableArray<RegionValue> Where, int N, double Rate, [property: JsonPropertyName("overall_rate")] double OverallRate);

public sealed record RegionValue(string Parameter, string Value);

/// <param name="Numbers">The trials, ascending; each but the first was a waste.</param>
public sealed record DuplicateView(Configuration Configuration, long Seed, ImmutableArray<long> Numbers, int Wasted);

/// <param name="Parameter">For a pair both, with a comma.</param>
/// <param name="Values">What to try, the most promising first; for a pair, one for each parameter.</param>
/// <param name="Kind">untested, edge or pair.</param>
/// <param name="InSpace">Whether the space allows these values.</param>
public sealed record GapView(
    string Parameter,
    ImmutableArray<JsonElement> Values,
    string Reason,
    string Kind,
    ImmutableArray<string> Parameters,
    [property: JsonPropertyName("in_space")] bool InSpace);
