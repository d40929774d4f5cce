namespace ArchOpt.Contracts;

/// <summary>Command, Proposal to all workers; the one with the name takes no more work and finishes what it runs, the others ignore it.</summary>
public sealed record DrainWorker
{
    public required string Worker { get; init; }
}
