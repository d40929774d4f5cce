using System.Collections.Immutable;
using ArchOpt.Insight.Gaps;
using ArchOpt.Insight.Importance;
using ArchOpt.Insight.Trends;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Supplement;

/// <summary>
/// Proposes what to run next, in three phases: fine-tune the champion one parameter at a time, vary the best shallow and the best deep architecture, combine the
/// best of each. No configuration that any trial had, whatever became of it; all valid in the plan's space, rules included. Deterministic.
/// </summary>
public static class SupplementProposal
{
    /// <param name="trends">Of the same data: they say which values are best.</param>
    /// <param name="importance">Of the same data: which parameters come first, if it supports a ranking; otherwise the clearest trends do.</param>
    public static SupplementPlan Of(InsightData data, ImmutableArray<Trend> trends, ImportanceReport? importance = null, SupplementSettings? settings = null)
    {
        settings ??= new();
        if (data.Best is not { } champion) return new(data.Space, null, null, [], Estimate(data, 0, settings));
        trends = [.. trends.Where(trend => !settings.Kept.Contains(trend.Parameter))];
        var draft = new Draft(data, trends, settings);
        var speaking = Ordered([.. trends.Where(GapSearch.Speaks)], importance);
        var phases = new List<SupplementPhase>();
        Add("Fine-tune the champion", FineTuned(draft, speaking));
        Add("Architecture variants", ArchitectureVariants.Sets(draft));
        Add("Combinations", Combinations.Set(draft, speaking) is { } combined ? [combined] : []);
        return new(draft.Space, champion.Number, champion.Value, [.. phases], Estimate(data, phases.Sum(phase => phase.Sets.Sum(set => set.Trials.Length)), settings));

        void Add(string name, IEnumerable<SupplementSet> sets)
        {
            var made = sets.ToImmutableArray();
            if (!made.IsEmpty) phases.Add(new($"Phase {phases.Count + 1}: {name}", made));
        }
    }

    /// <summary>Training parameters that say something first; then those of which too few trials say anything, and last what could not be told apart, around the champion's own value.</summary>
    private static IEnumerable<SupplementSet> FineTuned(Draft draft, IReadOnlyList<Trend> speaking)
    {
        var made = 0;
        var open = draft.Trends.Where(trend => trend.Finding.Kind is FindingKind.TooFewTrials or FindingKind.SingleValue);
        var tied = draft.Trends.Where(trend => trend.Finding.Kind == FindingKind.Tie);
        foreach (var trend in speaking.Concat(open).Concat(tied))
        {
            if (made == draft.Settings.FineTuned) break;
            var column = draft.Data.Columns.Single(c => c.Path == trend.Parameter);
            if (!column.IsNumeric || column.Kind == DimensionKind.Categorical || ArchitectureVariants.IsArchitecture(column, draft.Settings)) continue;
            if (FineTuning.Set(draft, column, trend) is not { } set) continue;
            made++;
            yield return set;
        }
    }

    private static List<Trend> Ordered(ImmutableArray<Trend> trends, ImportanceReport? importance)
    {
        var shares = importance is { Evidence.SupportsRanking: true } ? importance.Parameters.ToDictionary(p => p.Parameter, p => p.Share) : [];
        return [.. trends.OrderByDescending(trend => shares.GetValueOrDefault(trend.Parameter)).ThenByDescending(trend => trend.ActiveRows.Max(row => row.ShareOfTop))];
    }

    private static ResourceEstimate Estimate(InsightData data, int trials, SupplementSettings settings)
    {
        double[] seconds = [.. data.Measured.Select(trial => trial.DurationSeconds).OfType<double>().Where(duration => duration >= 0 && double.IsFinite(duration)).Order()];
        if (seconds.Length == 0) return new(trials, null, null, null, null, $"{Count()}; how long one takes is not known.");
        double low = At(0.25), median = At(0.5), high = At(0.75);
        var rounds = Math.Ceiling((double)trials * settings.Replicates / Math.Max(1, settings.Parallelism));
        return new(
            trials, low, median, high, rounds * median,
            $"{Count()} of {Text(low)} to {Text(high)} each: {Text(rounds * low)} to {Text(rounds * high)} in all, {(settings.Parallelism > 1 ? $"{settings.Parallelism} at a time" : "one after another")}.");

        string Count() => settings.Replicates == 1 ? $"{trials} trials" : $"{trials} configurations with {settings.Replicates} seeds each, {trials * settings.Replicates} trials";

        double At(double quantile)
        {
            var at = quantile * (seconds.Length - 1);
            var below = (int)at;
            return below + 1 < seconds.Length ? seconds[below] + (at - below) * (seconds[below + 1] - seconds[below]) : seconds[below];
        }
    }

    private static string Text(double seconds) => seconds switch
    {
        < 0.1 => $"{1_000 * seconds:0.##} ms",
        < 120 => $"{seconds:0.#} s",
        < 7_200 => $"{seconds / 60:0.#} min",
        _ => $"{seconds / 3_600:0.#} h",
    };
}
