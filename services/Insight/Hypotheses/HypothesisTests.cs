using System.Collections.Immutable;
using ArchOpt.Insight.Statistics;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Hypotheses;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Insight.Hypotheses;

/// <summary>
/// Judges the hypotheses of a study together. Each comparison is tested by Student's t over pairs or Welch's t over samples, and Holm's correction over all
/// comparisons of all hypotheses keeps the probability of any false verdict below alpha. A claim is supported only where the resampled interval agrees.
/// </summary>
public static class HypothesisTests
{
    private const double Power = 0.8;

    /// <returns>In the order given.</returns>
    /// <exception cref="ArgumentException">A hypothesis is senseless for the study: see <see cref="HypothesisValidation"/>.</exception>
    public static ImmutableArray<HypothesisResult> Of(InsightData data, IReadOnlyList<Hypothesis> hypotheses)
    {
        foreach (var hypothesis in hypotheses)
        {
            if (HypothesisValidation.Check(hypothesis, data.Space, [data.Objective.Metric]) is [var error, ..])
                throw new ArgumentException($"{hypothesis.Id}: {error.Path}: {error.Message}", nameof(hypotheses));
        }

        var cells = hypotheses.SelectMany((hypothesis, h) => Cells(data, hypothesis).Select(cell => (Hypothesis: h, cell.Where, cell.Samples))).ToList();
        var tests = cells.ConvertAll(cell => Test(cell.Samples));
        var tested = Enumerable.Range(0, cells.Count).Where(i => tests[i] is not null).ToList();
        double[] pValues = [.. tested.Select(i => tests[i]!.PValue)];
        var (adjusted, factors) = (HolmCorrection.Adjust(pValues), HolmCorrection.Factors(pValues));
        var comparisons = cells.Select((cell, i) =>
        {
            var place = tested.IndexOf(i);
            return place < 0
                ? Untestable(cell.Where, cell.Samples)
                : HypothesisVerdict.Of(cell.Where, hypotheses[cell.Hypothesis], cell.Samples, tests[i]!, adjusted[place], factors[place], Power);
        }).ToList();
        return [.. hypotheses.Select((hypothesis, h) => HypothesisVerdict.Together(hypothesis, [.. comparisons.Where((_, i) => cells[i].Hypothesis == h)]))];
    }

    private static IEnumerable<(string Where, Samples Samples)> Cells(InsightData data, Hypothesis hypothesis)
    {
        var maximize = hypothesis.Maximize ?? data.Objective.Maximize;
        double? Gain(InsightTrial trial)
        {
            double? value = hypothesis.Metric == data.Objective.Metric ? trial.Value : trial.Metrics.TryGetValue(hypothesis.Metric, out var metric) ? metric : null;
            return value is { } some && double.IsFinite(some) ? (maximize ? some : -some) : null;
        }

        var usable = data.Trials.Where(trial => trial.Outcome == ObservedOutcome.Completed && Gain(trial) is not null).ToList();
        var cells = usable
            .Where(trial => hypothesis.Within.All(within => Value(trial, within.Key) is { } value && (within.Value is not { } wanted || value == wanted)))
            .GroupBy(trial => string.Join(", ", hypothesis.Within.Keys.Select(path => $"{path} = {NumberText.Exact(Value(trial, path)!.Value)}")))
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToList();
        if (cells.Count == 0) yield return ("", new(Pairing.None, [], [], 0));
        foreach (var cell in cells)
        {
            var better = cell.Where(trial => Value(trial, hypothesis.Parameter) == hypothesis.Better).ToList();
            var than = cell.Where(trial => Value(trial, hypothesis.Parameter) == hypothesis.Than).ToList();
            yield return (cell.Key, TrialPairs.Of(data.Space, hypothesis, better, than, trial => Gain(trial)!.Value));
        }
    }

    private static ParameterValue? Value(InsightTrial trial, string path) => ConfigurationEdit.Get(trial.Configuration, path);

    private static TestResult? Test(Samples samples)
    {
        if (samples.Seeds < 2 || samples.Better.Length < 2 || samples.Than.Length < 2) return null;
        return samples.Pairing == Pairing.None ? TTests.Welch(samples.Better, samples.Than) : TTests.Paired(samples.Differences);
    }

    private static Comparison Untestable(string where, Samples samples)
    {
        double? effect = samples.Better.Length > 0 && samples.Than.Length > 0 ? samples.Better.Average() - samples.Than.Average() : null;
        var reason = effect is null ? "one of the two values has no completed trial"
            : samples.Seeds < 2 ? "fewer than two seeds: one run each says nothing about chance"
            : "fewer than two trials of one of the values";
        var n = samples.Pairing == Pairing.None ? samples.Better.Length + samples.Than.Length : samples.Better.Length;
        return new(where, Verdict.Inconclusive, samples.Pairing, n, effect, null, null, null, null, null, null, null, reason);
    }
}
