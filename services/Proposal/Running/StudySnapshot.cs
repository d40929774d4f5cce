using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Running;

/// <summary>What anybody may read of a study at any time: its last durable state.</summary>
internal sealed record StudySnapshot(
    StudyRecord Record,
    TrialCounts Trials,
    Standing? Best,
    long LastSequence,
    TimeSpan Elapsed,
    long Superseded)
{
    /// <summary>Since when the first of the dispatched trials that no worker is known to run waits; null when there is none.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>In the plan's order; a study without groups has one, which has no name.</summary>
    public ImmutableArray<GroupSnapshot> Groups { get; init; } = [];

    /// <summary>From the easiest to the hardest.</summary>
    public ImmutableArray<Threshold> Thresholds { get; init; } = [];

    /// <summary>Epochs that trainings did not spend, because they were stopped early.</summary>
    public long EpochsSaved { get; init; }

    /// <summary>When its last result came; null before the first.</summary>
    public DateTimeOffset? LastEnded { get; init; }

    public static StudySnapshot Of(StudyProtocol protocol, DateTimeOffset now, long superseded) =>
        new StudySnapshot(
            protocol.Record,
            Count(protocol.Tally) with { Imported = protocol.Imported.Total, Discarded = protocol.Discarded },
            protocol.Standings.Best,
            protocol.LastSequence,
            protocol.Elapsed(now),
            superseded)
        {
            WaitingSince = protocol.WaitingSince,
        }.With(protocol.Results, protocol.SearchStates);

    /// <summary>With what has come out of the study, and where its search is.</summary>
    public StudySnapshot With(StudyResults results, ImmutableArray<SearchState> states) => this with
    {
        Groups = [.. results.Groups.Select(group => GroupSnapshot.Of(group, states))],
        Thresholds = results.Thresholds,
        EpochsSaved = results.EpochsSaved,
        LastEnded = results.LastEnded,
    };

    internal static TrialCounts Count(TrialTally tally) => new(
        tally.Total,
        tally[TrialState.Proposed],
        tally[TrialState.Running],
        tally[TrialState.Completed],
        tally[TrialState.Pruned],
        tally[TrialState.Infeasible],
        tally[TrialState.Failed],
        tally[TrialState.Cancelled]);
}

/// <summary>A group's part of a <see cref="StudySnapshot"/>.</summary>
/// <param name="Name">Null for the whole of a study without groups.</param>
/// <param name="Budget">Configurations it may try; null when only the study's budget bounds it.</param>
internal sealed record GroupSnapshot(string? Name, long? Budget, TrialCounts Trials, long Configurations)
{
    /// <summary>How many times a trial of it has ended in each state, replays included: never falls.</summary>
    public required TrialCounts Endings { get; init; }

    public Standing? Best { get; init; }

    /// <summary>The first objective of the last result, in its own direction.</summary>
    public double? Last { get; init; }

    /// <summary>The number of model parameters of the best trial: as it reported, else as the strategy estimates.</summary>
    public double? Parameters { get; init; }

    /// <summary>The number of model parameters that its last result reported; null while none has.</summary>
    public double? LastParameters { get; init; }

    /// <summary>Where its search is; null when the strategy has nothing to say of itself.</summary>
    public SearchState? Search { get; init; }

    public static GroupSnapshot Of(GroupResults group, ImmutableArray<SearchState> states)
    {
        var name = group.Group?.Name;
        var state = states.FirstOrDefault(state => state.Group == name);
        return new(name, group.Group?.Trials, StudySnapshot.Count(group.Tally), group.Configurations)
        {
            Endings = StudySnapshot.Count(group.Endings),
            Best = group.Standings.Best,
            Last = group.Last,
            Parameters = group.BestParameters ?? (group.Standings.Best is null ? null : state?.Complexity),
            LastParameters = group.LastParameters,
            Search = state,
        };
    }
}
