using System.Collections.Immutable;

namespace ArchOpt.Contracts;

/// <summary>
/// Event, Evaluation to Proposal and Analysis, every few seconds and at once when a long trial starts: who is alive
/// and what it holds. Being listed here is a trial's lease; there is no other.
/// </summary>
public sealed record WorkerHeartbeat
{
    /// <summary>Unique among living workers.</summary>
    public required string Worker { get; init; }

    public required string Machine { get; init; }

    public required string Version { get; init; }

    public required DateTimeOffset Sent { get; init; }

    /// <summary>How soon the next one follows.</summary>
    public required TimeSpan Interval { get; init; }

    public required int Slots { get; init; }

    /// <summary>The evaluators whose queues it consumes.</summary>
    public required ImmutableArray<string> Evaluators { get; init; }

    /// <summary>The resource classes whose queues it consumes, for each of its evaluators; empty from one that knows of none.</summary>
    public ImmutableArray<string> ResourceClasses { get; init; } = [];

    /// <summary>Every attempt in its hands: running, or received and waiting for a slot.</summary>
    public required ImmutableArray<HeldAttempt> Holding { get; init; }

    /// <summary>It takes no more work and finishes what it runs.</summary>
    public bool Draining { get; init; }

    /// <summary>The worker is shutting down and will be silent after this one.</summary>
    public bool Leaving { get; init; }
}

/// <summary>An attempt in a worker's hands.</summary>
public sealed record HeldAttempt(string StudyId, long Number, int Attempt);
