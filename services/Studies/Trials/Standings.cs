using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Trials;

/// <summary>A trial that may be best.</summary>
/// <param name="Loss">The first objective as a loss.</param>
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
/// The best trials of a study, kept incrementally: the one place that decides "best" for commands, HTTP, reports and
/// metrics. Only trials whose state may be best and for which every constraint holds, soft ones included, are in it.
/// </summary>
public sealed class Standings(StudyDefinition study)
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 1_000;

    private readonly SortedSet<Standing> leaders = [];

    /// <summary>The best trial, or null.</summary>
    public Standing? Best => leaders.Count == 0 ? null : leaders.Min;

    public IEnumerable<Standing> Top(int count) => leaders.Take(count);

    /// <summary>Takes a judged attempt into account; true when it is the new best.</summary>
    public bool Add(long number, TrialState state, ImmutableArray<double> values, ImmutableSortedDictionary<string, double> metrics)
    {
        if (!state.Rule().MayBeBest || values.IsDefaultOrEmpty || !double.IsFinite(values[0])) return false;
        if (!ConstraintRules.AllHold(study, metrics)) return false;
        var standing = new Standing(study.Objectives[0].Loss(values[0]), number);
        leaders.Add(standing);
        if (leaders.Count > Capacity) leaders.Remove(leaders.Max);
        return leaders.Min == standing;
    }
}
