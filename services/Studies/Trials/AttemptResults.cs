namespace ArchOpt.Studies.Trials;

/// <summary>Conversions between the states of a trial and of its attempts.</summary>
public static class AttemptResults
{
    /// <summary>The attempt state in which a trial ends.</summary>
    public static AttemptState ToAttemptState(this TrialState state) => state switch
    {
        TrialState.Proposed => AttemptState.Queued,
        TrialState.Running => AttemptState.Running,
        TrialState.Completed => AttemptState.Completed,
        TrialState.Pruned => AttemptState.Pruned,
        TrialState.Infeasible => AttemptState.Infeasible,
        TrialState.Failed => AttemptState.Failed,
        TrialState.Cancelled => AttemptState.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown trial state."),
    };

    /// <summary>The trial state that an observed attempt gave its trial.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The attempt ended no trial.</exception>
    public static TrialState ToTrialState(this AttemptState state) => state switch
    {
        AttemptState.Completed => TrialState.Completed,
        AttemptState.Pruned => TrialState.Pruned,
        AttemptState.Infeasible => TrialState.Infeasible,
        AttemptState.Failed => TrialState.Failed,
        AttemptState.Cancelled => TrialState.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "This attempt ended no trial."),
    };
}
