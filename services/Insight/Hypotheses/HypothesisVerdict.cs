using System.Collections.Immutable;
using ArchOpt.Insight.Statistics;
using ArchOpt.Search.Hypotheses;

namespace ArchOpt.Insight.Hypotheses;

/// <summary>Turns tests into verdicts and verdicts into sentences.</summary>
internal static class HypothesisVerdict
{
    /// <param name="factor">What Holm's correction multiplies the p-value by: the interval is as much wider.</param>
    public static Comparison Of(string where, Hypothesis hypothesis, Samples samples, TestResult test, double adjusted, int factor, double power)
    {
        var level = 1 - hypothesis.Alpha / factor;
        var isPaired = samples.Pairing != Pairing.None;
        var effect = samples.Better.Average() - samples.Than.Average();
        var interval = isPaired ? TTests.PairedInterval(samples.Differences, level) : TTests.WelchInterval(samples.Better, samples.Than, level);
        var bootstrap = isPaired ? Bootstrap.Mean(samples.Differences, level) : Bootstrap.Difference(samples.Better, samples.Than, level);
        var ranks = isPaired ? RankTests.SignedRank(samples.Differences) : RankTests.MannWhitney(samples.Better, samples.Than);
        var (verdict, reason) = Judge(hypothesis, effect, interval, bootstrap, adjusted);
        return new(
            where, verdict, samples.Pairing, isPaired ? samples.Better.Length : samples.Better.Length + samples.Than.Length, effect, interval, bootstrap,
            isPaired ? EffectSize.HedgesG(samples.Differences) : EffectSize.HedgesG(samples.Better, samples.Than), test, ranks, adjusted,
            verdict == Verdict.Inconclusive ? SeedsNeeded(hypothesis, samples, effect, adjusted <= hypothesis.Alpha, hypothesis.Alpha / factor, power) : null, reason);
    }

    public static HypothesisResult Together(Hypothesis hypothesis, ImmutableArray<Comparison> comparisons)
    {
        var verdict = comparisons.All(c => c.Verdict == Verdict.Supported) ? Verdict.Supported
            : comparisons.Any(c => c.Verdict == Verdict.Refuted) && comparisons.All(c => c.Verdict != Verdict.Supported) ? Verdict.Refuted
            : Verdict.Inconclusive;
        double[] effects = [.. comparisons.Select(c => c.Effect).OfType<double>()];
        var sentence = $"{hypothesis.Id} is {Word(verdict)}: " + string.Join("; ", comparisons.Select(c => Sentence(hypothesis, c, comparisons.Length > 1))) + ".";
        return new(
            hypothesis, verdict, effects.Length > 0 ? effects.Average() : null, comparisons is [var only] ? only.Interval : null,
            comparisons.Sum(c => c.N), comparisons, sentence);
    }

    private static (Verdict, string) Judge(Hypothesis hypothesis, double effect, ConfidenceInterval interval, ConfidenceInterval bootstrap, double adjusted)
    {
        var isDifferent = adjusted <= hypothesis.Alpha;
        if (isDifferent && effect < 0) return (Verdict.Refuted, "the difference goes the other way");
        if (hypothesis.MinimumEffect > 0 && interval.High < hypothesis.MinimumEffect)
            return (Verdict.Refuted, $"the difference is smaller than {NumberText.Exact(hypothesis.MinimumEffect)}, the least that would matter");
        if (!isDifferent) return (Verdict.Inconclusive, "the difference may be chance");
        if (effect < hypothesis.MinimumEffect) return (Verdict.Inconclusive, $"there is a difference, but whether it reaches {NumberText.Exact(hypothesis.MinimumEffect)} is open");
        return bootstrap.Low > 0
            ? (Verdict.Supported, "the difference is there and large enough")
            : (Verdict.Inconclusive, "the t-test sees a difference that resampling does not confirm");
    }

    /// <summary>
    /// What is open is whether there is a difference that matters; once that is so, or enough runs have failed to show the least one that would, whether the
    /// observed one reaches it. In all, those that are there included, so more than these.
    /// </summary>
    private static int? SeedsNeeded(Hypothesis hypothesis, Samples samples, double effect, bool isDifferent, double alpha, double power)
    {
        var have = Math.Min(samples.Better.Length, samples.Than.Length);
        var minimum = hypothesis.MinimumEffect;
        ReadOnlySpan<double> open = minimum > 0 ? isDifferent ? [effect - minimum] : [minimum, effect - minimum] : [effect];
        foreach (var difference in open)
        {
            if (difference != 0 && Needed(samples, Math.Abs(difference), alpha, power) is var needed && !(needed <= have)) return needed;
        }

        return open[^1] == 0 ? null : have + 1; // so near that any one more may decide it
    }

    private static int? Needed(Samples samples, double difference, double alpha, double power) => samples.Pairing == Pairing.None
        ? SampleSize.PerSample(difference, SampleSummary.Of(samples.Better).StandardDeviation, SampleSummary.Of(samples.Than).StandardDeviation, alpha, power)
        : SampleSize.Pairs(difference, SampleSummary.Of(samples.Differences).StandardDeviation, alpha, power);

    private static string Sentence(Hypothesis hypothesis, Comparison comparison, bool isOneOfMany)
    {
        var where = comparison.Where.Length == 0 ? "" : $"for {comparison.Where}{(isOneOfMany ? $" ({Word(comparison.Verdict)})" : "")} ";
        var (better, than) = (NumberText.Exact(hypothesis.Better), NumberText.Exact(hypothesis.Than));
        if (comparison.Effect is not { } effect || comparison.Interval is not { } interval)
            return $"{where}{better} and {than} cannot be compared, {comparison.Reason} (n = {comparison.N})";
        var units = comparison.Pairing switch
        {
            Pairing.ConfigurationAndSeed => $"{comparison.N} pairs of equal configuration and seed",
            Pairing.Seed => $"{comparison.N} pairs by seed",
            _ => $"{comparison.N} unpaired trials",
        };
        var g = comparison.HedgesG is { } size ? $", g = {size:0.00}" : "";
        var seeds = comparison.Verdict != Verdict.Inconclusive ? ""
            : comparison.SeedsNeeded is { } needed ? $"; {needed} {(comparison.Pairing == Pairing.None ? "trials of each" : "pairs")} would decide it four times in five"
            : "; no number of seeds that anybody would run decides it";
        return $"{where}{better} is {(effect < 0 ? "worse" : "better")} than {than} by {NumberText.Figure(Math.Abs(effect))} {hypothesis.Metric} on average "
            + $"(interval {NumberText.Figure(interval.Low)} to {NumberText.Figure(interval.High)} at {100 * interval.Level:0.##}%, {units}{g}; "
            + $"{comparison.Test!.Test}, {comparison.RankTest!.Test} and resampling, Holm-corrected p = {PText(comparison.AdjustedP!.Value)}): {comparison.Reason}{seeds}";
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Supported => "supported",
        Verdict.Refuted => "refuted",
        _ => "inconclusive",
    };

    private static string PText(double p) => p < 0.0001 ? "below 0.0001" : p.ToString("0.####");
}
