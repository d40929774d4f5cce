using System.Collections.Immutable;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Trials;

/// <summary>What a reported result means under a study's objectives and constraints.</summary>
/// <param name="State">A terminal state.</param>
/// <param name="Values">Objective values in the study's order; may hold NaN; empty when there are none.</param>
/// <param name="Violation">Sum of relative hard violations; 0 when they hold, NaN when unknown.</param>
/// <param name="Reason">Why it is not simply Completed, for people.</param>
public sealed record TrialJudgement(
    TrialState State,
    ImmutableArray<double> Values,
    double Violation,
    FailureKind? Failure,
    string? Reason)
{
    /// <summary>
    /// Judges a result. A run that ended well but reported no objective, or NaN, has failed; one that breaks a hard
    /// constraint is infeasible. A pruned run may have been stopped before it measured anything: an objective, or what a constraint bounds.
    /// </summary>
    /// <param name="reported">What the evaluator says: Completed, Pruned, Infeasible, Failed or Cancelled.</param>
    public static TrialJudgement Judge(
        StudyDefinition study,
        TrialState reported,
        ImmutableSortedDictionary<string, double> metrics,
        string? reason)
    {
        if (!reported.Rule().IsTerminal)
            throw new ArgumentOutOfRangeException(nameof(reported), reported, "A reported outcome must be terminal.");
        var values = ObjectiveValues(study, metrics);
        if (reported == TrialState.Failed) return new(reported, values, 0, FailureKind.Error, reason ?? "The run failed.");
        if (reported == TrialState.Cancelled) return new(reported, values, 0, null, reason);
        if (reported == TrialState.Infeasible) return new(reported, values, double.NaN, null, reason ?? "The evaluator reports it as infeasible.");
        foreach (var metric in Needed(study))
        {
            if (!metrics.TryGetValue(metric, out var value))
            {
                if (reported == TrialState.Pruned) continue;
                return new(TrialState.Failed, values, 0, FailureKind.MissingMetric, MissingReason(metric, metrics, reason));
            }

            if (!double.IsFinite(value))
                return new(TrialState.Failed, values, 0, FailureKind.NonFinite, $"{metric} is {value}");
        }

        var broken = study.Constraints.Where(c => c.Mode == ConstraintMode.Hard && metrics.TryGetValue(c.Metric, out var value) && c.Violation(value) > 0).ToArray();
        return broken.Length == 0
            ? new(reported, values, 0, null, reported == TrialState.Completed ? null : reason)
            : new(
                TrialState.Infeasible,
                values,
                broken.Sum(c => c.Violation(metrics[c.Metric])),
                null,
                string.Join("; ", broken.Select(c => c.Describe(metrics[c.Metric]))));
    }

    private static IEnumerable<string> Needed(StudyDefinition study) =>
        study.Objectives.Select(o => o.Metric).Concat(study.Constraints.Select(c => c.Metric));

    private static ImmutableArray<double> ObjectiveValues(StudyDefinition study, ImmutableSortedDictionary<string, double> metrics) =>
        study.Objectives.All(o => metrics.ContainsKey(o.Metric)) ? [.. study.Objectives.Select(o => metrics[o.Metric])] : [];

    /// <param name="note">What the evaluator has to say of a run that ended well: what it ignored, for instance.</param>
    private static string MissingReason(string metric, ImmutableSortedDictionary<string, double> metrics, string? note)
    {
        var reason = metrics.IsEmpty
            ? $"The evaluator reported no '{metric}', nor any other metric."
            : $"The evaluator reported no '{metric}'; it reported {string.Join(", ", metrics.Keys.Take(20))}.";
        return note is null ? reason : $"{reason} {note}";
    }
}
