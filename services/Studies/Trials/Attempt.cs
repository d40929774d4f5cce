using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ArchOpt.Search.Pruners;

namespace ArchOpt.Studies.Trials;

/// <summary>Where one execution of a trial is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AttemptState>))]
public enum AttemptState
{
    /// <summary>Decided, perhaps waiting in a queue.</summary>
    Queued,

    /// <summary>A worker said that it runs it.</summary>
    Running,

    Completed,
    Pruned,
    Infeasible,
    Failed,
    Cancelled,

    /// <summary>Its worker disappeared, or its message did; a later attempt took over.</summary>
    Lost,

    /// <summary>It was lost, and its result arrived all the same: kept for people, counted nowhere.</summary>
    Superseded,
}

/// <summary>Why an attempt failed, so that a person can tell a bad run from bad numbers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailureKind>))]
public enum FailureKind
{
    /// <summary>The evaluator threw or said that the run failed.</summary>
    Error,

    /// <summary>An objective or a constrained metric was NaN or infinite. Stored and shown, never sorted or modelled.</summary>
    NonFinite,

    /// <summary>An objective or a constrained metric was never reported.</summary>
    MissingMetric,
}

/// <summary>One execution of a trial. Numbered from 1; the number is a fencing token.</summary>
public sealed record Attempt
{
    public required int Number { get; init; }

    public AttemptState State { get; init; }

    /// <summary>The place of this attempt's result in the study's observation order (1, 2, ...); null while it has none, and for lost attempts.</summary>
    public long? Sequence { get; init; }

    /// <summary>Chains this observation to all before it; <c>archopt verify</c> recomputes it. Null without a sequence number.</summary>
    public string? Seal { get; init; }

    /// <summary>The message with this attempt is known to be in the broker's (or a worker's) hands.</summary>
    public bool Published { get; init; }

    public DateTimeOffset Queued { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>The name of the worker that ran it, when known.</summary>
    public string? Worker { get; init; }

    /// <summary>Seconds of evaluation, as the worker measured it.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Objective values in the order of the study's objectives; may hold NaN or infinities; empty when there are none.</summary>
    public ImmutableArray<double> Values { get; init; } = [];

    /// <summary>Everything that was reported, objectives included.</summary>
    public ImmutableSortedDictionary<string, double> Metrics { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>
    /// The learning curve as the study's pruner sees it, bounded (<see cref="CurveSummary"/>): finite losses of the first objective, soft
    /// constraints applied. Empty without a pruner. What is shown to people is the store's curve.
    /// </summary>
    [JsonIgnore]
    public ImmutableArray<LossPoint> Curve { get; init; } = [];

    /// <summary>How the training went under the study's stopping policy; null without one.</summary>
    public TrainingSummary? Training { get; init; }

    /// <summary>Sum of the relative violations of hard constraints; 0 when they hold, NaN when unknown.</summary>
    public double Violation { get; init; }

    public FailureKind? Failure { get; init; }

    /// <summary>For people: why it failed, is infeasible, was lost or cancelled.</summary>
    public string? Reason { get; init; }

    /// <summary>The last lines that its program printed (<see cref="LogTail"/>); null where the evaluator keeps no log. No part of the result.</summary>
    public string? Log { get; init; }

    public bool Equals(Attempt? other) => other is not null
        && Number == other.Number && State == other.State && Sequence == other.Sequence && Seal == other.Seal
        && Published == other.Published && Queued == other.Queued && Started == other.Started && Ended == other.Ended
        && Worker == other.Worker && DurationSeconds.Equals(other.DurationSeconds) && Violation.Equals(other.Violation)
        && Training == other.Training && Failure == other.Failure && Reason == other.Reason && Log == other.Log
        && Values.SequenceEqual(other.Values) && Curve.SequenceEqual(other.Curve) && Metrics.SequenceEqual(other.Metrics);

    public override int GetHashCode() => HashCode.Combine(Number, State, Sequence);
}
