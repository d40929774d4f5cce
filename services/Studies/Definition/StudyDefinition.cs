using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Hypotheses;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Studies.Definition;

/// <summary>
/// Everything a study file declares, resolved: defaults filled in, every name checked. Immutable; two studies are the
/// same search exactly when their definitions agree in everything but name and budget.
/// </summary>
/// <remarks>The text form is read by StudyFile and written back canonically by StudyFileWriter.</remarks>
public sealed record StudyDefinition
{
    /// <summary>Unique among the studies of a store; the name people type.</summary>
    public required string Name { get; init; }

    /// <summary>At least one. The first decides "best" where one number is asked for.</summary>
    public required ImmutableArray<Objective> Objectives { get; init; }

    public required EvaluatorReference Evaluator { get; init; }

    public required SearchSpace Space { get; init; }

    public ImmutableArray<Constraint> Constraints { get; init; } = [];

    /// <summary>
    /// Named families of configurations; null when the study has none. As declared: a group without trials has its share of whatever the
    /// budget is.
    /// </summary>
    public GroupPlan? Groups { get; init; }

    public required StrategyReference Strategy { get; init; }

    /// <summary>Evaluated first, in this order.</summary>
    public ImmutableArray<Configuration> Initial { get; init; } = [];

    /// <summary>Null means that no trial is stopped early by comparison with others.</summary>
    public PrunerReference? Pruner { get; init; }

    public StoppingPolicy? Stopping { get; init; }

    /// <summary>Seeds: every configuration runs once for each. Empty means once, with a seed derived from study seed and number.</summary>
    public ImmutableArray<long> Replicates { get; init; } = [];

    /// <summary>Claims written down before the trials run, judged by the analysis. They are part of the search: another claim is another study.</summary>
    public ImmutableArray<Hypothesis> Hypotheses { get; init; } = [];

    /// <summary>The study whose analysis proposed this one's trials; null for a study that stands alone.</summary>
    public StudyLineage? Parent { get; init; }

    public required Budget Budget { get; init; }

    /// <summary>The study's seed: with the observations it determines every proposal.</summary>
    public long Seed { get; init; }

    /// <summary>How many trials one configuration takes: 1, or the number of replicate seeds.</summary>
    public int TrialsPerConfiguration => Math.Max(1, Replicates.Length);

    /// <summary>By value, in everything: compared by canonical text, because arrays compare by reference.</summary>
    public bool Equals(StudyDefinition? other) => other is not null
        && (ReferenceEquals(this, other) || StudyFileWriter.Write(this) == StudyFileWriter.Write(other));

    public override int GetHashCode() => StudyFileWriter.Write(this).GetHashCode(StringComparison.Ordinal);
}

public enum Goal
{
    Minimize,
    Maximize,
}

/// <summary>A metric to optimise.</summary>
/// <param name="Metric">The name under which the evaluator reports it.</param>
/// <param name="Thresholds">Named grades for people and dashboards (good, excellent); a strategy that goes by them says so.</param>
public sealed record Objective(string Metric, Goal Goal, ImmutableSortedDictionary<string, double> Thresholds)
{
    /// <summary>The value as a loss: something to minimise.</summary>
    public double Loss(double value) => Goal == Goal.Minimize ? value : -value;
}

/// <summary>Which evaluator runs the trials, and its settings as canonical JSON (an object).</summary>
public sealed record EvaluatorReference(string Name, string Settings)
{
    /// <summary>The evaluator that is driven by ask and tell alone.</summary>
    public const string External = "external";

    /// <summary>The resource class of trials that need nothing special, and of workers that offer nothing special.</summary>
    public const string DefaultResourceClass = "cpu";

    /// <summary>What a worker must offer to run the trials: part of the name of the queue that they wait in.</summary>
    public string ResourceClass { get; init; } = DefaultResourceClass;
}

/// <summary>Which strategy proposes, with validated settings.</summary>
public sealed record StrategyReference(string Name, StrategySettings Settings);

/// <summary>Which pruner compares running trials, with its settings: validated, resolved, under their own names.</summary>
public sealed record PrunerReference(string Name, ImmutableSortedDictionary<string, double> Settings);

/// <summary>When one training run ends by itself: no improvement of more than MinDelta for Patience epochs, between MinEpochs and MaxEpochs.</summary>
public sealed record StoppingPolicy(int Patience, int MinEpochs, int MaxEpochs, double MinDelta)
{
    /// <summary>What a study file's section means where it says nothing else. A smaller maximum lowers the minimum with it.</summary>
    public static StoppingPolicy Default { get; } = new(Patience: 36, MinEpochs: 16, MaxEpochs: 128, MinDelta: 0);
}

public enum ConstraintMode
{
    /// <summary>A violating trial is Infeasible.</summary>
    Hard,

    /// <summary>A violating trial stays in the race with a penalised value; the reported best is still gated hard.</summary>
    Soft,
}

/// <summary>How a soft constraint scales a violation before the exponential.</summary>
public enum SoftScale
{
    /// <summary>(value / bound - 1) / tau.</summary>
    Relative,

    /// <summary>(value - bound) / tau, as in the ads architecture benchmark.</summary>
    Absolute,
}

/// <summary>A bound on a metric: Min, Max or both. Tau and Scale matter in soft mode only.</summary>
public sealed record Constraint(
    string Metric,
    double? Min,
    double? Max,
    ConstraintMode Mode = ConstraintMode.Hard,
    double Tau = Constraint.DefaultTau,
    SoftScale Scale = SoftScale.Relative)
{
    public const double DefaultTau = 0.15;
}

/// <summary>What a study may spend. Trials count numbers, never attempts.</summary>
/// <param name="Trials">At most this many trials; null: until another limit or the end of the space.</param>
/// <param name="Parallelism">At most this many trials in flight.</param>
/// <param name="Time">At most this much time in status Running, over all starts; trials in flight are then cancelled.</param>
/// <param name="Failures">This many failed trials end the study as failed.</param>
public sealed record Budget(long? Trials, int Parallelism, TimeSpan? Time, int? Failures);
