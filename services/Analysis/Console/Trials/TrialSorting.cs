using System.Buffers;
using System.Collections.Immutable;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Console.Trials;

/// <summary>
/// The orders that a list of trials can have. Whichever way it is sorted, trials that have no finite number to be sorted by stand behind those that
/// have one, by ascending number; by value, those that completed stand before all others.
/// </summary>
internal static class TrialSorting
{
    private const int Tiers = 3;

    /// <summary>A part of the sorted list.</summary>
    /// <param name="trials">By ascending number.</param>
    /// <param name="query">Says by what to sort.</param>
    /// <param name="skip">Where the part begins.</param>
    /// <param name="take">How long it is, if there are so many.</param>
    public static ImmutableArray<TrialSummary> Page(ReadOnlySpan<TrialSummary> trials, TrialListQuery query, int skip, int take)
    {
        var page = new TrialSummary[Math.Clamp(trials.Length - skip, 0, take)];
        if (query.Order == TrialOrder.Number)
        {
            for (var i = 0; i < page.Length; i++) page[i] = trials[query.IsDescending ? trials.Length - 1 - skip - i : skip + i];
            return [.. page];
        }

        var places = ArrayPool<int>.Shared.Rent(trials.Length);
        Sort(trials, query, places.AsSpan(0, trials.Length));
        for (var i = 0; i < page.Length; i++) page[i] = trials[places[skip + i]];
        ArrayPool<int>.Shared.Return(places);
        return [.. page];
    }

    private static void Sort(ReadOnlySpan<TrialSummary> trials, TrialListQuery query, Span<int> places)
    {
        var keys = ArrayPool<double>.Shared.Rent(trials.Length);
        var end = 0;
        for (var tier = 0; tier < Tiers; tier++)
        {
            var begin = end;
            for (var i = 0; i < trials.Length; i++)
            {
                var key = Key(trials[i], query.Order);
                if (Tier(trials[i], query.Order, key) != tier) continue;
                keys[end] = query.IsDescending ? -key : key;
                places[end++] = i;
            }

            if (tier < Tiers - 1) Rank(keys.AsSpan(begin, end - begin), places[begin..end]);
        }

        ArrayPool<double>.Shared.Return(keys);
    }

    /// <summary>What a trial is sorted by; not finite when it has nothing of the kind.</summary>
    private static double Key(TrialSummary trial, TrialOrder order) => order switch
    {
        TrialOrder.Value => trial.FirstValue ?? double.NaN,
        TrialOrder.Duration => trial.DurationSeconds ?? double.NaN,
        TrialOrder.Started => trial.Started?.UtcTicks ?? double.NaN,
        _ => trial.Attempts,
    };

    private static int Tier(TrialSummary trial, TrialOrder order, double key) =>
        !double.IsFinite(key) ? Tiers - 1
        : order == TrialOrder.Value && trial.State != TrialState.Completed ? 1
        : 0;

    /// <summary>Equal ones by ascending place. Sorting plain numbers and then putting equal ones in order takes a fifth of the time of a comparison that does both.</summary>
    private static void Rank(Span<double> keys, Span<int> places)
    {
        keys.Sort(places);
        for (var (from, to) = (0, 1); to <= keys.Length; to++)
        {
            if (to < keys.Length && keys[to].Equals(keys[from])) continue;
            places[from..to].Sort();
            from = to;
        }
    }
}
