using System.Text.Json.Serialization;

namespace ArchOpt.Studies.Trials;

/// <summary>Where a trial is. Proposed and Running are in flight; the others are terminal.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrialState>))]
public enum TrialState
{
    Proposed,
    Running,
    Completed,
    Pruned,
    Infeasible,
    Failed,
    Cancelled,
}

/// <summary>What a trial state means for everything that counts trials.</summary>
/// <param name="IsTerminal">The trial has ended.</param>
/// <param name="UsesBudget">The trial occupies a budget slot.</param>
/// <param name="FeedsStrategy">The strategy observes it.</param>
/// <param name="MayBeBest">It may be reported as the best.</param>
/// <param name="CountsAsFailure">It counts against <c>budget.failures</c>.</param>
public sealed record TrialStateRule(bool IsTerminal, bool UsesBudget, bool FeedsStrategy, bool MayBeBest, bool CountsAsFailure);

/// <summary>The one table that says what each state means; whoever counts, ranks or feeds asks it.</summary>
public static class TrialStates
{
    //                                                 terminal budget strategy best   failure
    private static readonly TrialStateRule Proposed = new(false, true, false, false, false);
    private static readonly TrialStateRule Running = new(false, true, false, false, false);
    private static readonly TrialStateRule Completed = new(true, true, true, true, false);
    private static readonly TrialStateRule Pruned = new(true, true, true, false, false);
    private static readonly TrialStateRule Infeasible = new(true, true, true, false, false);
    private static readonly TrialStateRule Failed = new(true, true, true, false, true);
    private static readonly TrialStateRule Cancelled = new(true, true, false, false, false);

    public static TrialStateRule Rule(this TrialState state) => state switch
    {
        TrialState.Proposed => Proposed,
        TrialState.Running => Running,
        TrialState.Completed => Completed,
        TrialState.Pruned => Pruned,
        TrialState.Infeasible => Infeasible,
        TrialState.Failed => Failed,
        TrialState.Cancelled => Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown trial state."),
    };
}
