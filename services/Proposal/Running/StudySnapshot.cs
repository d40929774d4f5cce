using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Running;

/// <summary>What anybody may read of a running study at any time: its last durable state.</summary>
internal sealed record StudySnapshot(
    StudyRecord Record,
    TrialCounts Trials,
    Standing? Best,
    long LastSequence,
    TimeSpan Elapsed,
    long Superseded)
{
    /// <summary>Epochs that the study's stopping policy has spared.</summary>
    public long EpochsSaved { get; init; }

    /// <summary>Since when the first of the dispatched trials that no worker is known to run waits; null when there is none.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    public static StudySnapshot Of(StudyProtocol protocol, DateTimeOffset now, long superseded) => new(
        protocol.Record,
        Count(state => protocol.Tally[state]),
        protocol.Standings.Best,
        protocol.LastSequence,
        protocol.Elapsed(now),
        superseded)
    {
        EpochsSaved = protocol.EpochsSaved,
        WaitingSince = protocol.WaitingSince,
    };

    private static TrialCounts Count(Func<TrialState, long> of) => new(
        Enum.GetValues<TrialState>().Sum(of),
        of(TrialState.Proposed),
        of(TrialState.Running),
        of(TrialState.Completed),
        of(TrialState.Pruned),
        of(TrialState.Infeasible),
        of(TrialState.Failed),
        of(TrialState.Cancelled));
}
