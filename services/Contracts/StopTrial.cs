namespace ArchOpt.Contracts;

/// <summary>Why an attempt is stopped.</summary>
public enum StopReason
{
    Pruned,
    Cancelled,

    /// <summary>A later attempt took over.</summary>
    Superseded,
}

/// <summary>Command, Proposal to all workers; the one that runs the attempt obeys, the others ignore it.</summary>
public sealed record StopTrial
{
    public required string StudyId { get; init; }

    public required long Number { get; init; }

    public required int Attempt { get; init; }

    public required StopReason Reason { get; init; }

    /// <summary>Why it is pruned, for people; comes back with the result.</summary>
    public string? Explanation { get; init; }
}
