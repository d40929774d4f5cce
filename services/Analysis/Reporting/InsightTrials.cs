using System.Collections.Immutable;
using ArchOpt.Insight;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Reporting;

/// <summary>The ended trials of a study as the mathematics sees them, under the first objective; each replicate is a trial of its own.</summary>
internal static class InsightTrials
{
    /// <summary>
    /// For everything that ranks. A trial that breaks a constraint, a soft one too, counts as infeasible: nothing that may not be
    /// called best makes a value look good.
    /// </summary>
    public static InsightData Ranked(StudyDefinition study, ImmutableArray<Trial> trials) => Of(study, trials, gated: true);

    /// <summary>For everything that compares: leaving trials out by what they measured would make the comparison one of the lucky.</summary>
    public static InsightData Compared(StudyDefinition study, ImmutableArray<Trial> trials) => Of(study, trials, gated: false);

    /// <summary>
    /// One trial for each configuration, with the means of its replicates: what new trials start from. By single runs the luckiest would
    /// be the champion, and nothing could beat it.
    /// </summary>
    public static InsightData Means(StudyDefinition study, InsightData data)
    {
        if (study.TrialsPerConfiguration == 1) return data;
        var means = data.Trials.GroupBy(trial => trial.Number / study.TrialsPerConfiguration).Select(replicates =>
        {
            var measured = replicates.Where(trial => trial.IsMeasured).ToArray();
            if (measured.Length == 0 || replicates.Any(trial => trial.Outcome is ObservedOutcome.Infeasible or ObservedOutcome.Pruned)) return replicates.First(trial => !trial.IsMeasured);
            return measured[0] with
            {
                Number = replicates.First().Number,
                Value = ReplicateMean.Of([.. measured.Select(trial => trial.Value!.Value)]).Value,
                DurationSeconds = measured.Average(trial => trial.DurationSeconds),
            };
        });
        return new(data.Space, data.Objective, means);
    }

    private static InsightData Of(StudyDefinition study, ImmutableArray<Trial> trials, bool gated)
    {
        var objective = study.Objectives[0];
        return new(
            study.Space,
            new(objective.Metric, objective.Goal == Goal.Maximize),
            trials.Select(trial => trial.Counted() is { } attempt ? Of(study, trial, attempt, gated) : null).OfType<InsightTrial>());
    }

    private static InsightTrial Of(StudyDefinition study, Trial trial, Attempt attempt, bool gated)
    {
        var outcome = attempt.State switch
        {
            AttemptState.Completed => gated && !ConstraintRules.AllHold(study, attempt.Metrics) ? ObservedOutcome.Infeasible : ObservedOutcome.Completed,
            AttemptState.Pruned => ObservedOutcome.Pruned,
            AttemptState.Infeasible => ObservedOutcome.Infeasible,
            _ => ObservedOutcome.Failed,
        };
        return new(trial.Number, trial.Configuration, outcome, attempt.Values.IsDefaultOrEmpty ? null : attempt.Values[0], trial.Seed)
        {
            Group = study.Groups?.Of(trial.Configuration)?.Name,
            Metrics = attempt.Metrics,
            DurationSeconds = attempt.DurationSeconds,
        };
    }
}
