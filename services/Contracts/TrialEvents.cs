using System.Collections.Immutable;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Contracts;

/// <summary>Event, Evaluation to Proposal and Analysis: sent once an attempt has run for a second, so short trials cost no message.</summary>
public sealed record TrialStarted
{
    public required string StudyId { get; init; }

    public required long Number { get; init; }

    public required int Attempt { get; init; }

    public required string Worker { get; init; }

    public required DateTimeOffset Started { get; init; }
}

/// <summary>Event, Evaluation to Proposal and Analysis: one step of a learning curve.</summary>
public sealed record TrialProgressed
{
    public required string StudyId { get; init; }

    public required long Number { get; init; }

    public required int Attempt { get; init; }

    /// <summary>The evaluator's own count of epochs or steps.</summary>
    public required long Step { get; init; }

    /// <summary>May hold NaN and infinities.</summary>
    public required ImmutableSortedDictionary<string, double> Metrics { get; init; }
}

/// <summary>What an evaluator says of an attempt; constraints and missing metrics are judged by Proposal.</summary>
public enum EvaluationOutcome
{
    Completed,
    Pruned,

    /// <summary>This configuration can never work.</summary>
    Infeasible,

    /// <summary>This run failed; another may not.</summary>
    Failed,

    /// <summary>Stopped because Proposal asked for it.</summary>
    Cancelled,
}

/// <summary>Event, Evaluation to Proposal: an attempt has ended. Delivered at least once, counted at most once.</summary>
public sealed record TrialFinished
{
    public required string StudyId { get; init; }

    public required long Number { get; init; }

    public required int Attempt { get; init; }

    public required EvaluationOutcome Outcome { get; init; }

    /// <summary>Everything reported, objectives included; may hold NaN and infinities.</summary>
    public ImmutableSortedDictionary<string, double> Metrics { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    public required string Worker { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>Seconds of evaluation.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>How many steps were reported on the way; 0 when the evaluator reports none.</summary>
    public long Steps { get; init; }

    /// <summary>The learning curve, summarised to a bounded number of steps; empty when the message asked for none.</summary>
    public ImmutableArray<StepMetrics> Curve { get; init; } = [];

    /// <summary>How the training went under the study's stopping policy; null without one, or when nothing was reported.</summary>
    public TrainingSummary? Training { get; init; }

    /// <summary>Why it failed, is infeasible or was pruned.</summary>
    public string? Error { get; init; }

    /// <summary>The last lines that the program printed (<see cref="LogTail"/>); null where the evaluator keeps no log.</summary>
    public string? Log { get; init; }
}
