using System.Collections.Immutable;
using ArchOpt.Insight.Statistics;

namespace ArchOpt.Insight.Supplement;

public enum ExpectationState
{
    Held,
    Failed,

    /// <summary>A trial that it speaks of has not completed.</summary>
    Open,
}

/// <summary>What became of an expectation.</summary>
/// <param name="Gain">By how much the named trials are better, in the objective's unit; negative when they are worse; null when open.</param>
/// <param name="Interval">95 % of the gain after Welch; null where a side has fewer than two runs, or is the single trial that the set started from.</param>
/// <param name="HedgesG">The gain in standard deviations; null likewise.</param>
public sealed record ExpectationOutcome(string Set, Expectation Expectation, ExpectationState State, double? Gain, ConfidenceInterval? Interval, double? HedgesG, string Sentence);

/// <param name="Completed">How many of the plan's trials have a value.</param>
/// <param name="ChampionId">The plan's trial that is the new champion; null when the old one stays.</param>
/// <param name="ChampionNumber">The number of the best trial now; null when there is none at all.</param>
/// <param name="Improvement">By how much it is better than the old one; 0 when the old one stays.</param>
public sealed record SupplementOutcome(
    int Completed, int Planned, ImmutableArray<ExpectationOutcome> Expectations, string? ChampionId, long? ChampionNumber, double? ChampionValue, double Improvement, string Sentence);

/// <summary>Holds a proposal against what its trials have shown.</summary>
public static class SupplementReview
{
    /// <param name="results">The trials that ran since; known by their configurations, so their numbers are their own, and replicates count each.</param>
    public static SupplementOutcome Of(SupplementPlan plan, InsightData results)
    {
        var gains = plan.Trials.ToDictionary(
            trial => trial.Id,
            trial => results.Measured.Where(done => done.Configuration.Equals(trial.Configuration)).Select(done => -results.Objective.Loss(done.Value!.Value)).ToArray());
        var sets = plan.Phases.SelectMany(phase => phase.Sets);
        var outcomes = sets.SelectMany(set => set.Expectations.Select(expectation => Judge(set, expectation, gains, results.Objective))).ToImmutableArray();
        var completed = gains.Values.Count(values => values.Length > 0);
        var held = outcomes.Count(outcome => outcome.State == ExpectationState.Held);
        var judged = outcomes.Count(outcome => outcome.State != ExpectationState.Open);
        var so = $"{held} of {judged} expectations held, {outcomes.Length - judged} open, after {completed} of {gains.Count} trials; ";
        if (plan.ChampionValue is not { } old) return new(completed, gains.Count, outcomes, null, null, null, 0, so + "there was no champion to beat.");
        var oldGain = -results.Objective.Loss(old);
        var best = gains.Where(pair => pair.Value.Length > 0).OrderByDescending(pair => pair.Value.Average()).FirstOrDefault();
        if (best.Key is null || best.Value.Average() <= oldGain)
            return new(completed, gains.Count, outcomes, null, plan.ChampionNumber, old, 0, so + $"the old champion stays, trial {plan.ChampionNumber} with {NumberText.Figure(old)}.");
        var (gain, configuration) = (best.Value.Average(), plan.Trials.First(trial => trial.Id == best.Key).Configuration);
        var number = results.Measured.First(trial => trial.Configuration.Equals(configuration)).Number;
        var value = -results.Objective.Loss(gain);
        return new(
            completed, gains.Count, outcomes, best.Key, number, value, gain - oldGain,
            so + $"{best.Key} (trial {number}) is the new champion with {NumberText.Figure(value)}, better than the old one, trial {plan.ChampionNumber} with {NumberText.Figure(old)}, by {NumberText.Figure(gain - oldGain)}.");
    }

    private static ExpectationOutcome Judge(SupplementSet set, Expectation expectation, Dictionary<string, double[]> gains, InsightObjective objective)
    {
        if (expectation.Better.Concat(expectation.Than).Any(id => gains[id].Length == 0))
            return new(set.Id, expectation, ExpectationState.Open, null, null, null, $"{expectation.If}: open, not all of these trials have completed.");
        if (expectation.Than.IsEmpty)
        {
            var best = expectation.Better.MaxBy(id => gains[id].Average())!;
            var gain = gains[best].Average() + objective.Loss(set.BaseValue);
            return Outcome(set, expectation, gain, null, null, $"{best} is {NumberText.Figure(Math.Abs(gain))} {(gain > 0 ? "better" : "worse")}");
        }

        double[] better = [.. expectation.Better.SelectMany(id => gains[id])], than = [.. expectation.Than.SelectMany(id => gains[id])];
        var difference = better.Average() - than.Average();
        ConfidenceInterval? interval = better.Length > 1 && than.Length > 1 ? TTests.WelchInterval(better, than) : null;
        var g = EffectSize.HedgesG(better, than);
        var sure = interval is not { } some ? "one run on a side: no interval"
            : $"interval {NumberText.Figure(some.Low)} to {NumberText.Figure(some.High)}{(g is { } size ? $", g = {size:0.00}" : "")}{(some.Contains(0) ? ", which may be chance" : "")}";
        return Outcome(set, expectation, difference, interval, g, $"{NumberText.Figure(Math.Abs(difference))} {(difference > 0 ? "better" : "worse")} on average ({sure})");
    }

    private static ExpectationOutcome Outcome(SupplementSet set, Expectation expectation, double gain, ConfidenceInterval? interval, double? g, string finding)
    {
        var held = gain > 0;
        return new(
            set.Id, expectation, held ? ExpectationState.Held : ExpectationState.Failed, gain, interval, g,
            $"{expectation.If}: {(held ? "held" : "did not hold")}, {finding}{(held ? $"; {expectation.Then}" : "")}.");
    }
}
