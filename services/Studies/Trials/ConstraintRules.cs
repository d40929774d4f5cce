using System.Collections.Immutable;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Trials;

/// <summary>The arithmetic of constraints: how far a metric is beyond its bound, and what that costs in soft mode.</summary>
public static class ConstraintRules
{
    /// <summary>0 when the bound holds, else the distance relative to the bound's magnitude (absolute for a bound of 0); NaN for NaN.</summary>
    public static double Violation(this Constraint constraint, double value) =>
        Math.Max(Beyond(constraint.Min - value, constraint.Min), Beyond(value - constraint.Max, constraint.Max));

    /// <summary>
    /// The signed distance beyond the bound, relative to the bound's magnitude (absolute for a bound of 0): at most 0 where
    /// the constraint holds. With two bounds, that of the one that is nearer to breaking.
    /// </summary>
    public static double Distance(this Constraint constraint, double value)
    {
        var below = constraint.Min is { } min ? (min - value) / Magnitude(min) : double.NegativeInfinity;
        var above = constraint.Max is { } max ? (value - max) / Magnitude(max) : double.NegativeInfinity;
        return Math.Clamp(Math.Max(below, above), double.MinValue, double.MaxValue);
    }

    /// <summary>"qps 3000 is below 3500".</summary>
    public static string Describe(this Constraint constraint, double value) => value < constraint.Min
        ? $"{constraint.Metric} {value:G6} is below {constraint.Min:G6}"
        : $"{constraint.Metric} {value:G6} is above {constraint.Max:G6}";

    /// <summary>
    /// The factor in [0, 1] by which a soft constraint scales an objective: exp(-violation / tau), with the violation
    /// relative to the bound or absolute (Scale). 1 where the bound holds.
    /// </summary>
    public static double SoftFactor(this Constraint constraint, double value)
    {
        var distance = Math.Max(constraint.Min - value ?? 0, value - constraint.Max ?? 0);
        if (distance <= 0) return 1;
        var scaled = constraint.Scale == SoftScale.Absolute ? distance : constraint.Violation(value);
        return Math.Exp(-scaled / constraint.Tau);
    }

    /// <summary>
    /// An objective value as the strategy sees it under the soft constraints. A positive score is multiplied by the
    /// factor, as the benchmark does; in general the value loses |value| * (1 - factor) in the bad direction, so a
    /// penalty never improves a negative or minimised objective.
    /// </summary>
    public static double Penalise(StudyDefinition study, Objective objective, double value, ImmutableSortedDictionary<string, double> metrics)
    {
        var factor = 1.0;
        foreach (var constraint in study.Constraints)
        {
            if (constraint.Mode == ConstraintMode.Soft && metrics.TryGetValue(constraint.Metric, out var measured))
                factor *= constraint.SoftFactor(measured);
        }

        var penalty = Math.Abs(value) * (1 - factor);
        var penalised = objective.Goal == Goal.Maximize ? value - penalty : value + penalty;
        return Math.Clamp(penalised, double.MinValue, double.MaxValue); // a strategy learns from finite values only
    }

    /// <summary>Whether every constraint holds, soft ones included: what "best" is gated by.</summary>
    public static bool AllHold(StudyDefinition study, ImmutableSortedDictionary<string, double> metrics) =>
        study.Constraints.All(c => metrics.TryGetValue(c.Metric, out var value) && c.Violation(value) <= 0);

    private static double Beyond(double? distance, double? bound) => distance is null or <= 0
        ? 0
        : distance.Value / Magnitude(bound!.Value);

    private static double Magnitude(double bound) => bound == 0 ? 1 : Math.Abs(bound);
}
