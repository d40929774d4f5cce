using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Contracts;

/// <summary>Command, Proposal to the queue of an evaluator: run this attempt of this trial.</summary>
public sealed record EvaluateTrial
{
    public required string StudyId { get; init; }

    /// <summary>The study's name, for logs and directories; identity is <see cref="StudyId"/>.</summary>
    public required string Study { get; init; }

    public required long Number { get; init; }

    /// <summary>The fencing token: a result counts only while this attempt is the trial's current one.</summary>
    public required int Attempt { get; init; }

    public required Configuration Configuration { get; init; }

    /// <summary>In [0, 2^53), the same for every attempt of the trial.</summary>
    public required long Seed { get; init; }

    public required string Evaluator { get; init; }

    /// <summary>The evaluator's settings: a JSON object as text.</summary>
    public required string Settings { get; init; }

    /// <summary>What the study's pruner needs to hear while the trial runs; null in a study without one.</summary>
    public CurveRequest? Curve { get; init; }

    /// <summary>When the training ends by itself; judged by <see cref="Objective"/>.</summary>
    public StoppingPolicy? Stopping { get; init; }

    /// <summary>The metric that a training is judged by: the study's first objective.</summary>
    public WatchedObjective? Objective { get; init; }

    /// <summary>The most steps (epochs) to spend; null for the evaluator's own limit.</summary>
    public long? MaxResource { get; init; }
}

/// <summary>A metric, and which way is better.</summary>
public sealed record WatchedObjective(string Metric, Goal Goal);

/// <summary>Which steps of a learning curve must reach Proposal, and which metrics its summary carries.</summary>
public sealed record CurveRequest
{
    /// <summary>The metric that trials are compared by comes first.</summary>
    public required ImmutableArray<string> Metrics { get; init; }

    /// <summary>The first report at or behind each of these steps is needed, ascending; empty when every report is.</summary>
    public ImmutableArray<long> Steps { get; init; } = [];

    public bool Equals(CurveRequest? other) => other is not null && Metrics.SequenceEqual(other.Metrics) && Steps.SequenceEqual(other.Steps);

    public override int GetHashCode() => HashCode.Combine(Metrics.Length, Steps.Length);
}
