using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Contracts.Http;

/// <summary>A study as HTTP shows it: GET /studies and GET /studies/{study}.</summary>
public sealed record StudyView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required StudyStatus Status { get; init; }

    /// <summary>Why it has this status.</summary>
    public required string Reason { get; init; }

    public required string Strategy { get; init; }

    /// <summary>What a strategy that decides for itself chose, and why; null for the others.</summary>
    public string? StrategyChoice { get; init; }

    public required string Evaluator { get; init; }

    public required ImmutableArray<ObjectiveView> Objectives { get; init; }

    public required BudgetView Budget { get; init; }

    public required TrialCounts Trials { get; init; }

    /// <summary>Results that came from an attempt that was no longer current, since Proposal started.</summary>
    public long Superseded { get; init; }

    /// <summary>Why nothing happens though the study runs, such as that no living worker takes its trials; null when all is well.</summary>
    public string? Trouble { get; init; }

    /// <summary>The best feasible completed trial; null while there is none.</summary>
    public BestView? Best { get; init; }

    /// <summary>The first objective's thresholds from the easiest to the hardest; only where one study is asked for.</summary>
    public ImmutableArray<ThresholdView> Thresholds { get; init; } = [];

    /// <summary>
    /// The model groups in their order, or the whole study as one when it has none and its strategy describes its search; else empty. Only
    /// where one study is asked for.
    /// </summary>
    public ImmutableArray<GroupView> Groups { get; init; } = [];

    /// <summary>The parameter whose value names a trial's group; null in a study without groups.</summary>
    public string? GroupParameter { get; init; }

    /// <summary>Epochs that the study's stopping policy has spared, over all trials; 0 in a list of studies that are not running.</summary>
    public long EpochsSaved { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>Seconds in status Running.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>The resolved definition, as canonical JSON; only where one study is asked for.</summary>
    public JsonElement? Definition { get; init; }

    /// <summary>Evaluator settings that apply in the place of the definition's; null when nobody has edited them. Only where one study is asked for.</summary>
    public EditedSettingsView? EditedSettings { get; init; }
}

/// <summary>Evaluator settings that were corrected while the study went on.</summary>
/// <param name="Settings">Those in force.</param>
/// <param name="Time">When they were changed last.</param>
/// <param name="Changes">What is not as in the definition.</param>
public sealed record EditedSettingsView(JsonElement Settings, DateTimeOffset Time, ImmutableArray<SettingChangeView> Changes);

public sealed record ObjectiveView(string Metric, Goal Goal);

/// <summary>The budget in force; <paramref name="Time"/> in seconds.</summary>
public sealed record BudgetView(long? Trials, int Parallelism, double? Time, int? Failures);

/// <summary>How many trials are in each state.</summary>
public sealed record TrialCounts(long Total, long Proposed, long Running, long Completed, long Pruned, long Infeasible, long Failed, long Cancelled)
{
    /// <summary>How many of them were imported: these use no budget. 0 in what is counted by group.</summary>
    public long Imported { get; init; }

    /// <summary>How many of the failed ones were given up. 0 in what is counted by group.</summary>
    public long Discarded { get; init; }
}

/// <summary>A leading configuration.</summary>
/// <param name="Number">The trial that ran it; the first of its replicates.</param>
/// <param name="Value">The first objective, in its own direction; the mean over the replicates.</param>
/// <param name="Metrics">Means over the replicates, too.</param>
public sealed record BestView(long Number, double Value, Configuration Configuration, ImmutableSortedDictionary<string, double> Metrics)
{
    /// <summary>The standard error of <see cref="Value"/>; null where one run says nothing about its spread.</summary>
    public double? StandardError { get; init; }

    /// <summary>How many runs <see cref="Value"/> is the mean of.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>How the training went under the study's stopping policy, of the first replicate; null without one.</summary>
    public TrainingSummary? Training { get; init; }

    /// <summary>
    /// Seconds of evaluation, the mean over the replicates; null when nobody measured them. Only in a <see cref="GroupView"/>: elsewhere two
    /// runs of the same search show the same.
    /// </summary>
    public double? DurationSeconds { get; init; }
}

/// <summary>A configuration that no other dominates: GET /studies/{study}/pareto.</summary>
/// <param name="Number">The trial that ran it; the first of its replicates.</param>
/// <param name="Values">One per objective, each in its own direction; means over the replicates.</param>
public sealed record ParetoView(long Number, ImmutableArray<double> Values, Configuration Configuration, ImmutableSortedDictionary<string, double> Metrics);

/// <summary>GET /studies/{study}/recommendation.</summary>
/// <param name="Recommended">Null when a model says nothing: several objectives, or nothing to learn from yet.</param>
public sealed record RecommendationView(RecommendedView? Recommended);

/// <summary>The tried configuration that a model of all results expects to be best.</summary>
/// <param name="Number">The trial that ran it; the first of its replicates.</param>
/// <param name="Value">The expected objective, in its own direction, without the noise of one run.</param>
/// <param name="StandardError">How far the expectation may be off: one standard deviation.</param>
/// <param name="Observations">How many results the model rests on.</param>
public sealed record RecommendedView(long Number, double Value, double StandardError, int Observations, Configuration Configuration);

/// <summary>GET / on Proposal.</summary>
/// <param name="Analysis">Where Analysis listens; null when it is not known.</param>
/// <param name="Embedded">All services run in one process.</param>
public sealed record ProductView(string Product, string Version, string? Analysis, bool Embedded);

/// <summary>One worker of GET /workers.</summary>
/// <param name="LastHeartbeat">When it was last heard of.</param>
/// <param name="Alive">Heard of within its lease.</param>
public sealed record WorkerView(
    string Worker,
    string Machine,
    string Version,
    int Slots,
    int Busy,
    ImmutableArray<HeldAttempt> Running,
    ImmutableArray<string> Evaluators,
    DateTimeOffset LastHeartbeat,
    bool Alive)
{
    /// <summary>The resource classes whose queues it consumes, for each of its evaluators.</summary>
    public ImmutableArray<string> ResourceClasses { get; init; } = [];

    /// <summary>It was drained: it takes no more work and finishes what it runs.</summary>
    public bool Draining { get; init; }

    /// <summary>What <see cref="Running"/> says, under the names of the studies.</summary>
    public ImmutableArray<RunningTrialView> Trials { get; init; } = [];
}

/// <summary>A trial in a worker's hands.</summary>
/// <param name="Study">Null when there is no such study any more.</param>
public sealed record RunningTrialView(string? Study, long Number, int Attempt);
