using ArchOpt.Analysis.Indexing;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Console.Trials;

/// <summary>
/// The orders that a list of trials can have. Whichever way it is sorted, trials that have no finite number to be sorted by stand behind those that
/// have one, by ascending number; by value, those that completed stand before all others.
/// </summary>
internal static class TrialSorting
{
    /// <param name="trials">By ascending number.</param>
    /// <param name="query">Says by what.</param>
    public static IEnumerable<TrialSummary> Sorted(List<TrialSummary> trials, TrialListQuery query)
    {
        if (query.Order == TrialOrder.Number) return query.IsDescending ? Enumerable.Reverse(trials) : trials;
        List<int> first = new(trials.Count), second = [], last = [];
        for (var i = 0; i < trials.Count; i++)
        {
            var tier = !double.IsFinite(Key(trials[i], query.Order)) ? last
                : query.Order == TrialOrder.Value && trials[i].State != TrialState.Completed ? second
                : first;
            tier.Add(i);
        }

        return Ranked(first, trials, query).Concat(Ranked(second, trials, query)).Concat(last).Select(place => trials[place]);
    }

    /// <summary>What a trial is sorted by; not finite for what it has none of.</summary>
    private static double Key(TrialSummary trial, TrialOrder order) => order switch
    {
        TrialOrder.Value => trial.FirstValue ?? double.NaN,
        TrialOrder.Duration => trial.DurationSeconds ?? double.NaN,
        TrialOrder.Started => trial.Started?.UtcTicks ?? double.NaN,
        _ => trial.Attempts,
    };

    /// <summary>Equal ones by ascending place. Sorting plain numbers and then putting equal ones in order takes a fifth of the time of a comparison that does both.</summary>
    private static int[] Ranked(List<int> places, List<TrialSummary> trials, TrialListQuery query)
    {
        var sorted = places.ToArray();
        var keys = new double[sorted.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = query.IsDescending ? -Key(trials[sorted[i]], query.Order) : Key(trials[sorted[i]], query.Order);
        Array.Sort(keys, sorted);
        for (var (from, to) = (0, 1); to <= keys.Length; to++)
        {
            if (to < keys.Length && keys[to].Equals(keys[from])) continue;
            sorted.AsSpan(from, to - from).Sort();
            from = to;
        }

        return sorted;
    }
}
