namespace ArchOpt.Contracts;

/// <summary>Request, Evaluation to Proposal, for a redelivered message only: may I run this trial?</summary>
public sealed record ClaimTrial
{
    public required string StudyId { get; init; }

    public required long Number { get; init; }

    public required int Attempt { get; init; }

    public required string Worker { get; init; }
}

/// <summary>Response: run it, under this attempt number.</summary>
public sealed record TrialClaimed
{
    public required int Attempt { get; init; }
}

/// <summary>Response: drop the message; somebody alive runs the trial, or it needs no run any more.</summary>
public sealed record ClaimRefused
{
    public required string Reason { get; init; }
}
