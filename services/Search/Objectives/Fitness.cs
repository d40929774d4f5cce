using System.Collections.Immutable;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Objectives;

/// <summary>How good an evaluated configuration is, for strategies that only compare.</summary>
/// <param name="Losses">To be minimised; empty when nothing was measured.</param>
/// <param name="Violation">0 when feasible, otherwise how far from it; +infinity where that is unknown.</param>
public sealed record Fitness(ImmutableArray<double> Losses, double Violation)
{
    public bool IsFeasible => Violation == 0;

    /// <summary>
    /// The fitness of a completed observation with all its losses, or of an infeasible one whose violation was measured; null for the others, which
    /// say nothing comparable: a pruned loss is of another step, a failed run has none, and an unknown violation gives no direction.
    /// </summary>
    public static Fitness? Of(Observation observation, int objectives)
    {
        var losses = observation.Losses.IsDefault ? [] : observation.Losses;
        return observation.Outcome switch
        {
            ObservedOutcome.Completed when losses.Length == objectives && losses.All(double.IsFinite) => new(losses, 0),
            ObservedOutcome.Infeasible when observation.Violation > 0 && double.IsFinite(observation.Violation) => new(losses, observation.Violation),
            _ => null,
        };
    }

    /// <summary>
    /// Constraint domination (Deb et al. 2002, section VI): what is feasible dominates what is not, of two infeasible ones the one that violates less,
    /// and two feasible ones compare by their losses.
    /// </summary>
    public bool Dominates(Fitness other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsFeasible && other.IsFeasible
            ? ParetoDominance.Dominates(Losses.AsSpan(), other.Losses.AsSpan())
            : Violation < other.Violation;
    }
}
