using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Reporting.Facts;

/// <summary>The best configuration of one group; of the whole study where it has no groups.</summary>
/// <param name="Group">Null without groups.</param>
/// <param name="Ended">How many trials of the group have a result.</param>
/// <param name="Best">Null while nothing feasible has completed.</param>
internal sealed record Leader(string? Group, long Ended, BestView? Best)
{
    /// <summary>In the order of the study's groups.</summary>
    public static ImmutableArray<Leader> Of(StudyAnalysis analysis, StudyResults results) =>
        [.. results.Groups.Select(group => new Leader(group.Group?.Name, CountEnded(group), View(analysis, group.Standings.Best)))];

    /// <summary>The best of all.</summary>
    public static BestView? Champion(StudyAnalysis analysis, StudyResults results) => View(analysis, results.Standings.Best);

    public static BestView? View(StudyAnalysis analysis, Standing? standing)
    {
        if (standing is not { Number: var number }) return null;
        var first = analysis.Trials.BinarySearch(number, trial => trial.Number);
        return BestViewing.Of([.. analysis.Trials.Skip(first).Take(analysis.Study.TrialsPerConfiguration)]);
    }

    private static long CountEnded(GroupResults group) =>
        Enum.GetValues<TrialState>().Where(state => state.Rule() is { IsTerminal: true, FeedsStrategy: true }).Sum(state => group.Tally[state]);
}

internal static class TrialSearch
{
    /// <summary>The place of the first element whose key is the given one or more; keys ascend.</summary>
    public static int BinarySearch<T>(this ImmutableArray<T> sorted, long key, Func<T, long> keyOf)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (keyOf(sorted[middle]) < key) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
