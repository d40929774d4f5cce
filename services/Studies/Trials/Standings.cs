using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ArchOpt.Search.Objectives;
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
    private readonly StudyFront front = new(study.Objectives.Length);

    /// <summary>The best configuration, or null.</summary>
    public Standing? Best => leaders.Count == 0 ? null : leaders.Min;

    public IEnumerable<Standing> Top(int count) => leaders.Take(count);

    /// <summary>The configurations that no other dominates, of a study with several objectives; empty for one objective.</summary>
    public IReadOnlyList<ParetoPoint<long>> Front => front.Points;

    /// <summary>Takes a judged attempt into account; true when that makes a new best.</summary>
    public bool Add(long number, TrialState state, ImmutableArray<double> values, ImmutableSortedDictionary<string, double> metrics) =>
        Add(number, state, values, ConstraintRules.AllHold(study, metrics));

    /// <inheritdoc cref="Add(long, TrialState, ImmutableArray{double}, ImmutableSortedDictionary{string, double})"/>
    public bool Add(long number, TrialState state, ImmutableArray<double> values, bool holdsConstraints)
    {
        var losses = Losses(state, values, holdsConstraints);
        if (replicates == 1) return losses is { } own && Enter(number, own);
        var first = number - (number % replicates);
        if (!runs.TryGetValue(first, out var configuration)) runs[first] = configuration = new(replicates);
        if (configuration.Means() is { } before) Leave(first, before); // a replay changes what stood
        configuration.Set((int)(number % replicates), state, losses);
        return configuration.Means() is { } means && Enter(first, means);
    }

    /// <summary>One loss per objective; null for what may not be best.</summary>
    private ImmutableArray<double>? Losses(TrialState state, ImmutableArray<double> values, bool holdsConstraints) =>
        !state.Rule().MayBeBest || values.IsDefaultOrEmpty || !holdsConstraints || !values.All(double.IsFinite) ? null
        : values.Length == 1 ? [study.Objectives[0].Loss(values[0])]
        : [.. values.Select((value, objective) => study.Objectives[objective].Loss(value))];

    private bool Enter(long number, ImmutableArray<double> losses)
    {
        front.Set(number, losses);
        var standing = new Standing(losses[0], number);
        if (leaders.Count == Capacity && standing > leaders.Max) return false;
        leaders.Add(standing);
        if (leaders.Count > Capacity) leaders.Remove(leaders.Max);
        return leaders.Min == standing;
    }

    private void Leave(long number, ImmutableArray<double> losses)
    {
        leaders.Remove(new(losses[0], number));
        front.Remove(number);
    }
}
