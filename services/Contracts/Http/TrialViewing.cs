using System.Collections.Immutable;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Contracts.Http;

/// <summary>How trials become what HTTP shows, the same from every service.</summary>
public static class TrialViewing
{
    /// <summary>The trial with its current attempt's figures at the top, without attempts and curve.</summary>
    public static TrialView ToView(this Trial trial)
    {
        var current = trial.Current;
        return new()
        {
            Number = trial.Number,
            State = trial.State,
            Attempt = current.Number,
            Origin = trial.Origin,
            Reason = trial.Reason,
            Configuration = trial.Configuration,
            Seed = trial.Seed,
            Values = current.Values,
            Metrics = current.Metrics,
            Sequence = current.Sequence,
            BasedOn = trial.BasedOn,
            Worker = current.Worker,
            Started = current.Started,
            DurationSeconds = current.DurationSeconds,
            Training = current.Training,
            Error = current.Reason,
            Discarded = trial.Discarded,
        };
    }

    public static TrialCounts ToView(this ImmutableDictionary<TrialState, long> counts) => new(
        counts.Values.Sum(),
        counts.GetValueOrDefault(TrialState.Proposed),
        counts.GetValueOrDefault(TrialState.Running),
        counts.GetValueOrDefault(TrialState.Completed),
        counts.GetValueOrDefault(TrialState.Pruned),
        counts.GetValueOrDefault(TrialState.Infeasible),
        counts.GetValueOrDefault(TrialState.Failed),
        counts.GetValueOrDefault(TrialState.Cancelled));
}
