using ArchOpt.Studies.Trials;

namespace ArchOpt.Contracts;

/// <summary>Event, Proposal to Analysis: something about a study is new in the store. A hint; the store is the truth.</summary>
public sealed record StudyChanged
{
    public required string StudyId { get; init; }

    public required string Study { get; init; }

    public required StudyStatus Status { get; init; }

    /// <summary>The highest sequence number that is durable.</summary>
    public required long Sequence { get; init; }

    /// <summary>The study and everything of it was removed.</summary>
    public bool Deleted { get; init; }
}
