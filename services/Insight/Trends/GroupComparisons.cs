using System.Collections.Immutable;
using ArchOpt.Insight.Statistics;

namespace ArchOpt.Insight.Trends;

/// <summary>The measured trials of one group.</summary>
/// <param name="Group">Its name; null for trials without one.</param>
/// <param name="StandardError">Of the mean; null for one trial.</param>
/// <param name="BestNumber">The trial that has the best value.</param>
public sealed record GroupRow(string? Group, int N, double Mean, double Best, double? StandardError, long BestNumber);

/// <summary>How far the means of two groups are apart.</summary>
/// <param name="Difference">mean(A) - mean(B) of the objective as reported.</param>
/// <param name="Interval">95 % after Welch; null when a group has fewer than two trials.</param>
/// <param name="HedgesG">The difference in standard deviations; null without spread.</param>
/// <param name="AdjustedP">After Welch and, over all pairs shown, Holm; null when a group has fewer than two trials.</param>
public sealed record GroupDifference(string? A, string? B, double Difference, ConfidenceInterval? Interval, double? HedgesG, double? AdjustedP);

/// <param name="Groups">By name, trials without a group first.</param>
/// <param name="Differences">Every pair; from more than twelve groups on only pairs with the group of the best mean.</param>
public sealed record GroupComparison(ImmutableArray<GroupRow> Groups, ImmutableArray<GroupDifference> Differences);

/// <summary>Compares the groups of a study: tiers, budgets, models.</summary>
public static class GroupComparisons
{
    private const int MostGroupsInPairs = 12;

    /// <summary>Null when no measured trial names a group.</summary>
    public static GroupComparison? Of(InsightData data)
    {
        if (data.Measured.All(trial => trial.Group is null)) return null;
        var groups = data.Measured.GroupBy(trial => trial.Group)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, Trials: group.ToArray(), Values: group.Select(trial => trial.Value!.Value).ToArray()))
            .ToArray();
        var rows = groups.Select(group => Row(data.Objective, group.Key, group.Trials, group.Values)).ToImmutableArray();
        var best = rows.MinBy(row => data.Objective.Loss(row.Mean));
        var pairs = (
            from i in Enumerable.Range(0, groups.Length)
            from j in Enumerable.Range(i + 1, groups.Length - i - 1)
            where groups.Length <= MostGroupsInPairs || rows[i] == best || rows[j] == best
            select (A: groups[i], B: groups[j])).ToList();
        var tested = pairs.Where(pair => pair.A.Values.Length > 1 && pair.B.Values.Length > 1).ToList();
        var adjusted = HolmCorrection.Adjust([.. tested.Select(pair => TTests.Welch(pair.A.Values, pair.B.Values).PValue)]);
        var place = 0;
        return new(rows, [.. pairs.Select(pair =>
        {
            var difference = SampleSummary.Of(pair.A.Values).Mean - SampleSummary.Of(pair.B.Values).Mean;
            return pair.A.Values.Length > 1 && pair.B.Values.Length > 1
                ? new GroupDifference(
                    pair.A.Key, pair.B.Key, difference, TTests.WelchInterval(pair.A.Values, pair.B.Values), EffectSize.HedgesG(pair.A.Values, pair.B.Values), adjusted[place++])
                : new GroupDifference(pair.A.Key, pair.B.Key, difference, null, null, null);
        })]);
    }

    private static GroupRow Row(InsightObjective objective, string? name, InsightTrial[] trials, double[] values)
    {
        var summary = SampleSummary.Of(values);
        var best = trials.MinBy(trial => objective.Loss(trial.Value!.Value))!;
        return new(name, summary.N, summary.Mean, best.Value!.Value, summary.N > 1 ? summary.StandardError : null, best.Number);
    }
}
