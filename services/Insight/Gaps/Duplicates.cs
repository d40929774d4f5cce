using System.Collections.Immutable;

namespace ArchOpt.Insight.Gaps;

/// <summary>Finds trials that were wasted on what was known.</summary>
public static class Duplicates
{
    /// <summary>
    /// The most wasteful first. Of finished trials only: one that failed or was pruned may well be run again, and another seed is a replicate. Groups are told apart:
    /// the same configuration under another budget is another experiment.
    /// </summary>
    public static ImmutableArray<Duplicate> Of(InsightData data) =>
    [
        .. data.Measured
            .GroupBy(trial => (trial.Configuration, trial.Seed, trial.Group))
            .Where(group => group.Skip(1).Any())
            .Select(group => new Duplicate(group.Key.Configuration, group.Key.Seed, [.. group.Select(trial => trial.Number)]))
            .OrderByDescending(duplicate => duplicate.Wasted)
            .ThenBy(duplicate => duplicate.Numbers[0]),
    ];
}
