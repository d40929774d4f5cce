using System.Collections.Immutable;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Strategies;

/// <summary>What became of a configuration, as far as a search is concerned.</summary>
public enum ObservedOutcome
{
    /// <summary>Evaluated: every objective has a finite value and every hard constraint holds.</summary>
    Completed,

    /// <summary>Stopped early: the values are those of the step it reached.</summary>
    Pruned,

    /// <summary>A hard constraint or rule is violated, or the evaluator says it can never work. Values may be there, to learn from.</summary>
    Infeasible,

    /// <summary>The run failed; the configuration may be fine. No values.</summary>
    Failed,
}

/// <summary>One observed configuration, in the form a strategy learns from.</summary>
/// <param name="Number">The number under which it was proposed (0, 1, 2, ...).</param>
/// <param name="Configuration">The configuration as it ran.</param>
/// <param name="Outcome">See <see cref="ObservedOutcome"/>.</param>
/// <param name="Losses">
/// One value per objective, to be minimised (a maximised objective is negated), soft constraints already applied;
/// all finite, or empty when there are none.
/// </param>
/// <param name="Violation">Sum of relative violations of hard constraints: 0 when feasible, positive when not and known, NaN when infeasible for an unmeasured reason.</param>
public sealed record Observation(
    long Number,
    Configuration Configuration,
    ObservedOutcome Outcome,
    ImmutableArray<double> Losses,
    double Violation = 0)
{
    /// <summary>
    /// One number per constraint of the study, in its order: how far the metric is beyond its bound, relative to the bound's
    /// magnitude. At most 0 where the constraint holds (-0.5: half the bound to spare), NaN where it was not measured;
    /// empty when the study has none or nothing was measured. Soft constraints are among them.
    /// </summary>
    public ImmutableArray<double> Constraints { get; init; } = [];

    /// <summary>One standard error per loss, from the spread over replicates; empty when the configuration ran once.</summary>
    public ImmutableArray<double> StandardErrors { get; init; } = [];

    /// <summary>The first loss, or +infinity when there is none: what a single-objective strategy compares.</summary>
    public double Loss => Losses.IsDefaultOrEmpty || Outcome is ObservedOutcome.Failed or ObservedOutcome.Infeasible
        ? double.PositiveInfinity
        : Losses[0];
}
