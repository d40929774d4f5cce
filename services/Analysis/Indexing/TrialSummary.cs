using System.Collections.Immutable;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Indexing;

/// <summary>
/// A trial in a line: what lists, orders and plots of all trials of a study need, in about 150 bytes. Its configuration, its metrics and the
/// whole text of its error are in the store.
/// </summary>
public sealed class TrialSummary
{
    private readonly double duration = double.NaN;
    private readonly double size = double.NaN;
    private readonly long started;
    private readonly long ended;

    public required long Number { get; init; }

    /// <summary>Of a trial that has ended the result that came last, else where it is.</summary>
    public required TrialState State { get; init; }

    /// <summary>How many executions it has had, this one included.</summary>
    public required int Attempts { get; init; }

    /// <summary>Executions since it was proposed or last replayed.</summary>
    public int Tries { get; init; }

    public TrialOrigin Origin { get; init; }

    /// <summary>The place of its model group in the study's plan; -1 for a trial of none.</summary>
    public int Group { get; init; } = -1;

    /// <summary>All objectives in the study's order; may hold NaN or infinities; empty when there are none.</summary>
    public ImmutableArray<double> Values { get; init; } = [];

    /// <summary>Whether every constraint holds, soft ones included.</summary>
    public bool HoldsConstraints { get; init; }

    /// <summary>The number of model parameters: as the training reported it, else as it is estimated; null when nothing is known.</summary>
    public double? Size
    {
        get => double.IsNaN(size) ? null : size;
        init => size = value ?? double.NaN;
    }

    public bool IsSizeEstimated { get; init; }

    /// <summary>Seconds of evaluation, as the worker measured it.</summary>
    public double? DurationSeconds
    {
        get => double.IsNaN(duration) ? null : duration;
        init => duration = value ?? double.NaN;
    }

    /// <summary>When its last execution began; of one that nobody announced, because it took no second, its end without its duration.</summary>
    public DateTimeOffset? Started
    {
        get => started == 0 ? null : new(started, TimeSpan.Zero);
        init => started = value?.UtcTicks ?? 0;
    }

    public DateTimeOffset? Ended
    {
        get => ended == 0 ? null : new(ended, TimeSpan.Zero);
        init => ended = value?.UtcTicks ?? 0;
    }

    /// <summary>The name of the worker that ran it last, when known.</summary>
    public string? Worker { get; init; }

    /// <summary>Why it did not simply complete, in words that trials with the same fate share (<see cref="FailureCause"/>).</summary>
    public string? Cause { get; init; }

    /// <summary>The first objective of a completed trial, when finite: what is ranked and drawn.</summary>
    public double? Value => State == TrialState.Completed && FirstValue is { } first && double.IsFinite(first) ? first : null;

    /// <summary>The first objective as it was reported, whatever became of the trial; may be NaN or infinite; null when there is none.</summary>
    public double? FirstValue => Values.IsDefaultOrEmpty ? null : Values[0];
}
