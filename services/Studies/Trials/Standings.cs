using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Trials;

/// <summary>A configuration that may be best.</summary>
/// <param name="Loss">The first objective as a loss; the mean over the replicates where there are several.</param>
/// <param name="Number">The trial that ran it; the first one of its replicates.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Standing(double Loss, long Number) : IComparable<Standing>
{
    /// <summary>Lower loss first, then the earlier trial.</summary>
    public int CompareTo(Standing other)
    {
        var order = Loss.CompareTo(other.Loss);
        return order != 0 ? order : Number.CompareTo(other.Number);
    }

    public static bool operator <(Standing left, Standing right) => left.CompareTo(right) < 0;

    public static bool operator >(Standing left, Standing right) => left.CompareTo(right) > 0;

    public static bool operator <=(Standing left, Standing right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Standing left, Standing right) => left.CompareTo(right) >= 0;
}

/// <summary>
/// The best configurations of a study, kept incrementally: the one place that decides "best" for commands, HTTP, reports
/// and metrics. Only what ran in states that may be best, with every constraint held, soft ones included, is in it.
/// </summary>
/// <remarks>
/// A configuration with replicates stands by their mean (the strategy is told the same), and only
/// once all of them have ended: the luckiest single run never leads. Failed and cancelled ones say nothing; one that is
/// infeasible or was stopped early keeps its configuration out.
/// </remarks>
public sealed class Standings(StudyDefinition study)
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 1_000;

    private readonly int replicates = study.TrialsPerConfiguration;
    private readonly SortedSet<Standing> leaders = [];
    private readonly Dictionary<long, ReplicateRuns> runs = [];

    /// <summary>The best configuration, or null.</summary>
    public Standing? Best => leaders.Count == 0 ? null : leaders.Min;

    public IEnumerable<Standing> Top(int count) => leaders.Take(count);

    /// <summary>Takes a judged attempt into account; true when that makes a new best.</summary>
    public bool Add(long number, TrialState state, ImmutableArray<double> values, ImmutableSortedDictionary<string, double> metrics)
    {
        double? loss = MayBeBest(state, values, metrics) ? study.Objectives[0].Loss(values[0]) : null;
        if (replicates == 1) return loss is { } own && Enter(new(own, number));
        var first = number - (number % replicates);
        if (!runs.TryGetValue(first, out var configuration)) runs[first] = configuration = new(replicates);
        if (configuration.Mean() is { } before) leaders.Remove(new(before.Value, first)); // a replay changes what stood
        configuration.Set((int)(number % replicates), state, loss);
        return configuration.Mean() is { } mean && Enter(new(mean.Value, first));
    }

    private bool MayBeBest(TrialState state, ImmutableArray<double> values, ImmutableSortedDictionary<string, double> metrics) =>
        state.Rule().MayBeBest && !values.IsDefaultOrEmpty && double.IsFinite(values[0]) && ConstraintRules.AllHold(study, metrics);

    private bool Enter(Standing standing)
    {
        leaders.Add(standing);
        if (leaders.Count > Capacity) leaders.Remove(leaders.Max);
        return leaders.Min == standing;
    }

    /// <summary>How the replicates of one configuration ended.</summary>
    private sealed class ReplicateRuns(int size)
    {
        private readonly (bool Ended, bool Says, double? Loss)[] replicates = new (bool, bool, double?)[size];

        public void Set(int replicate, TrialState state, double? loss) =>
            replicates[replicate] = (true, Says: state is not (TrialState.Failed or TrialState.Cancelled), loss);

        /// <summary>The mean loss once all have ended; null before, and for a configuration that may not be best.</summary>
        public ReplicateMean? Mean()
        {
            if (!Array.TrueForAll(replicates, r => r.Ended) || Array.Exists(replicates, r => r is { Says: true, Loss: null })) return null;
            var losses = replicates.Where(r => r.Says).Select(r => r.Loss!.Value).ToArray();
            return losses.Length == 0 ? null : ReplicateMean.Of(losses);
        }
    }
}
