using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>What models keep of an observation.</summary>
/// <param name="Number">The trial's number.</param>
/// <param name="Hash">The configuration's identity.</param>
/// <param name="Point">The configuration, encoded.</param>
/// <param name="Losses">Finite, or empty.</param>
/// <param name="StandardErrors">One per loss, or empty.</param>
/// <param name="Constraints">One relative distance per constraint, NaN where not measured, or empty.</param>
/// <param name="IsPruned">The losses are those of an earlier step.</param>
/// <param name="Feasibility">Whether the configuration may be best; null when nothing is known of it.</param>
/// <param name="IsUnexplained">Infeasible, and no measured constraint says why.</param>
internal sealed record HistoryEntry(
    long Number,
    ConfigurationHash Hash,
    EncodedPoint Point,
    ImmutableArray<double> Losses,
    ImmutableArray<double> StandardErrors,
    ImmutableArray<double> Constraints,
    bool IsPruned,
    bool? Feasibility,
    bool IsUnexplained)
{
    /// <summary>By how much measured constraints are violated, in total.</summary>
    public double Violation => Constraints.Where(distance => distance > 0).Sum();

    public static HistoryEntry Of(Observation observation, EncodedPoint point)
    {
        var constraints = observation.Constraints.IsDefault ? [] : observation.Constraints;
        var isViolated = constraints.Any(distance => distance > 0);
        var isInfeasible = observation.Outcome == ObservedOutcome.Infeasible;
        var losses = observation.Outcome == ObservedOutcome.Failed || observation.Losses.IsDefault || !observation.Losses.All(double.IsFinite)
            ? [] : observation.Losses;
        return new(
            observation.Number,
            observation.Configuration.Hash,
            point,
            losses,
            observation.StandardErrors.IsDefault || observation.StandardErrors.Length != losses.Length ? [] : observation.StandardErrors,
            constraints,
            observation.Outcome == ObservedOutcome.Pruned,
            observation.Outcome == ObservedOutcome.Failed ? null : !isInfeasible && !isViolated,
            isInfeasible && !isViolated);
    }
}
