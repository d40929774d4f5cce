using System.Collections.Immutable;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Objectives;

/// <summary>How good a kind of outcome is, best first: everything of one tier ranks before everything of the next.</summary>
public enum FitnessTier
{
    /// <summary>Completed and feasible: ranks by losses.</summary>
    Completed,

    /// <summary>Stopped early: its losses are those of another step, and a pruner thought it worse than the completed ones. Ranks by losses.</summary>
    Pruned,

    /// <summary>Infeasible by a known amount: ranks by it, so that a search is drawn towards feasible regions before any is known.</summary>
    Violating,

    /// <summary>Nothing that compares: infeasible for a reason that no number tells, failed, or without a finite loss for every objective. All equal.</summary>
    Unknown,
}

/// <summary>How an observation compares with others, for every strategy that ranks. Immutable.</summary>
public sealed class Fitness
{
    private Fitness(FitnessTier tier, ImmutableArray<double> losses, double violation) => (Tier, Losses, Violation) = (tier, losses, violation);

    /// <summary>Nothing is known.</summary>
    public static Fitness Unknown { get; } = new(FitnessTier.Unknown, [], double.PositiveInfinity);

    /// <summary>
    /// The order under one objective: by tier, then by loss, or by violation. What is unknown is all equal. With several objectives losses are only partly ordered:
    /// see <see cref="Dominates"/> and <see cref="CrowdedOrder"/>.
    /// </summary>
    public static IComparer<Fitness> ByFirstLoss { get; } = Comparer<Fitness>.Create(static (left, right) =>
        left.Tier != right.Tier ? left.Tier.CompareTo(right.Tier) : left.First.CompareTo(right.First));

    public FitnessTier Tier { get; }

    /// <summary>To be minimised, all finite; empty unless completed or pruned.</summary>
    public ImmutableArray<double> Losses { get; }

    /// <summary>0 when completed or pruned, otherwise how far from feasible; +infinity where that is unknown.</summary>
    public double Violation { get; }

    /// <summary>
    /// Whether a population may be bred by it: completed, or infeasible by a known amount. A pruned loss is of another step than the others, and what is unknown
    /// gives no direction.
    /// </summary>
    public bool IsConclusive => Tier is FitnessTier.Completed or FitnessTier.Violating;

    private double First => Losses.IsEmpty ? Violation : Losses[0];

    /// <param name="losses">One per objective, finite.</param>
    public static Fitness Completed(ImmutableArray<double> losses) => new(FitnessTier.Completed, losses, 0);

    /// <param name="losses">One per objective, finite.</param>
    public static Fitness Pruned(ImmutableArray<double> losses) => new(FitnessTier.Pruned, losses, 0);

    /// <param name="violation">Positive and finite.</param>
    public static Fitness Violating(double violation) => new(FitnessTier.Violating, [], violation);

    /// <summary>The fitness of an observation in a study of so many objectives.</summary>
    public static Fitness Of(Observation observation, int objectives)
    {
        var losses = observation.Losses.IsDefault ? [] : observation.Losses;
        var isMeasured = losses.Length == objectives && losses.All(double.IsFinite);
        return observation.Outcome switch
        {
            ObservedOutcome.Completed when isMeasured => Completed(losses),
            ObservedOutcome.Pruned when isMeasured => Pruned(losses),
            ObservedOutcome.Infeasible when observation.Violation > 0 && double.IsFinite(observation.Violation) => Violating(observation.Violation),
            _ => Unknown,
        };
    }

    /// <summary>
    /// Constraint domination (Deb et al. 2002, section VI), with pruned runs between what is feasible and what is not: a better tier dominates a
    /// worse one, of two that violate the one that does so less, and otherwise losses decide.
    /// </summary>
    public bool Dominates(Fitness other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Tier != other.Tier) return Tier < other.Tier;
        return Losses.IsEmpty ? Violation < other.Violation : ParetoDominance.Dominates(Losses.AsSpan(), other.Losses.AsSpan());
    }
}
