namespace ArchOpt.Proposal;

/// <summary>Configuration section <c>Proposal</c>.</summary>
public sealed class ProposalOptions
{
    public const string Section = "Proposal";

    /// <summary>How long a worker may be silent before what it ran is given to another.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often leases are looked at.</summary>
    public TimeSpan ReaperInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long after the start claims wait, so that the living workers have been heard of.</summary>
    public TimeSpan WarmUp { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a caller waits for a store that does not take its change; then the answer is 503. Set by tests only.</summary>
    internal TimeSpan WritePatience { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Go on with unfinished studies at the start. False in a process without workers that only answers questions:
    /// their trials in flight are then left as they are.
    /// </summary>
    public bool RunStudies { get; set; } = true;

    /// <summary>A study file to start (or resume) when the service starts.</summary>
    public string? Study { get; set; }

    /// <summary>Start <see cref="Study"/> only when the store holds no study.</summary>
    public bool StudyWhenEmpty { get; set; }
}
