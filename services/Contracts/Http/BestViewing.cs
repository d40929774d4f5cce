using System.Collections.Immutable;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Contracts.Http;

/// <summary>How a leading configuration is shown.</summary>
public static class BestViewing
{
    /// <summary>The configuration of these replicates with the means of what they measured; null when none of them measured anything.</summary>
    /// <param name="replicates">The trials that ran it, in number order.</param>
    public static BestView? Of(IReadOnlyList<Trial> replicates)
    {
        var results = replicates.Select(Result).OfType<Attempt>().ToArray();
        if (results.Length == 0) return null;
        var value = ReplicateMean.Of([.. results.Select(attempt => attempt.Values[0])]);
        var metrics = results.SelectMany(attempt => attempt.Metrics)
            .GroupBy(metric => metric.Key, metric => metric.Value)
            .ToImmutableSortedDictionary(metric => metric.Key, metric => ReplicateMean.Of([.. metric]).Value, StringComparer.Ordinal);
        return new BestView(replicates[0].Number, value.Value, replicates[0].Configuration, metrics)
        {
            StandardError = value.StandardError,
            Replicates = value.Count,
            Training = results[0].Training,
        };
    }

    /// <summary>Seconds of evaluation, the mean over the replicates; null when nobody measured them.</summary>
    public static double? DurationOf(IEnumerable<Trial> replicates) => replicates.Select(Result).Average(attempt => attempt?.DurationSeconds);

    /// <summary>A trial that is replayed is shown with the result that it has.</summary>
    private static Attempt? Result(Trial trial) =>
        trial.Attempts.LastOrDefault(attempt => attempt.State == AttemptState.Completed && !attempt.Values.IsDefaultOrEmpty);
}
