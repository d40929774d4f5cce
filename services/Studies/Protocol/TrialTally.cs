using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Protocol;

/// <summary>How many trials of a study are in each state.</summary>
public sealed class TrialTally
{
    private readonly long[] counts = new long[Enum.GetValues<TrialState>().Length];

    public long this[TrialState state]
    {
        get => counts[(int)state];
        set => counts[(int)state] = value;
    }

    /// <summary>All trials; because numbers have no gaps, also the next number.</summary>
    public long Total => counts.Sum();

    /// <summary>Trials that count against <c>budget.failures</c>.</summary>
    public long Failures => Enum.GetValues<TrialState>().Where(s => s.Rule().CountsAsFailure).Sum(s => this[s]);

    internal void Move(TrialState from, TrialState to)
    {
        this[from]--;
        this[to]++;
    }
}
