using System.Buffers;
using System.Collections.Immutable;
using ArchOpt.Analysis.Indexing;

namespace ArchOpt.Analysis.Console.Trials;

/// <summary>One page of a list of trials.</summary>
/// <param name="Trials">In the list's order.</param>
/// <param name="Total">Trials that the whole list has.</param>
/// <param name="Number">Which page it is, from 1: the last one when a later one was asked for.</param>
/// <param name="Pages">How many there are; 1 when there are no trials.</param>
public sealed record TrialListPage(ImmutableArray<TrialSummary> Trials, int Total, int Number, int Pages)
{
    /// <summary>Trials on a page.</summary>
    public const int Size = 50;

    /// <summary>Pure, and some 20 ms for 100,000 trials.</summary>
    public static TrialListPage Of(TrialSnapshot snapshot, TrialListQuery query)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(query);
        // Arrays of a long study are large, and every page needs them for a moment.
        var found = ArrayPool<TrialSummary>.Shared.Rent(snapshot.Ended.Count + snapshot.InFlight.Length);
        try
        {
            var match = new TrialMatch(snapshot, query);
            var count = 0;
            foreach (var trial in snapshot.Trials())
            {
                if (match.Shows(trial)) found[count++] = trial;
            }

            var pages = Math.Max(1, (count + Size - 1) / Size);
            var number = Math.Clamp(query.Page, 1, pages);
            return new(TrialSorting.Page(found.AsSpan(0, count), query, (number - 1) * Size, Size), count, number, pages);
        }
        finally
        {
            ArrayPool<TrialSummary>.Shared.Return(found, clearArray: true);
        }
    }
}
