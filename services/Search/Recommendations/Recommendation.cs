using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.GaussianProcess;

namespace ArchOpt.Search.Recommendations;

/// <summary>
/// The tried configuration that a model of all observations expects to be best. Where evaluations are noisy the lowest observed loss is mostly
/// the luckiest draw, the more so the more were drawn; the posterior mean of a Gaussian process at the same points weighs each
/// draw against its neighbours (the "identification" step of Frazier, Powell and Dayanik 2009; Huang et al. 2006 call it the effective best solution).
/// </summary>
/// <param name="Number">The number under which it was proposed.</param>
/// <param name="Configuration">As it ran.</param>
/// <param name="Loss">The expected loss, without the noise of one evaluation.</param>
/// <param name="StandardError">How far the expectation may be off: one posterior standard deviation.</param>
/// <param name="Observations">How many observations the model rests on.</param>
public sealed record Recommendation(long Number, Configuration Configuration, double Loss, double StandardError, int Observations)
{
    /// <summary>
    /// Null where a model says nothing: several objectives, fewer than two different losses, more dimensions than the model takes on.
    /// </summary>
    /// <param name="problem">The study as its strategy sees it.</param>
    /// <param name="observations">In sequence order. Only completed ones with all constraints held, soft ones included, can be recommended.</param>
    public static Recommendation? Of(StrategyProblem problem, IEnumerable<Observation> observations)
    {
        var encoding = SpaceEncoding.Of(problem.Space);
        if (problem.Objectives != 1 || encoding.Dimensions.Length is 0 or > ModelSize.MostDimensions) return null;
        var history = new BoundedHistory(problem.Space, encoding, problem.Seed);
        var configurations = new Dictionary<long, Configuration>();
        foreach (var observation in observations)
        {
            history.Observe(observation);
            configurations[observation.Number] = observation.Configuration;
        }

        HistoryEntry[] measured = [.. history.Entries.Where(entry => !entry.Losses.IsEmpty && !entry.IsPruned)];
        var structure = KernelStructure.Of(encoding.Dimensions, additive: false); // additive terms of their own length-scales follow the noise
        ModelDimension[] dimensions = [.. encoding.Dimensions.Select(ModelDimension.Of)];
        var targets = TargetSubset.Of(
            [.. measured.Select(entry => new Target(entry.Point, entry.Losses[0], entry.StandardErrors.FirstOrDefault()))],
            ModelSize.Points(dimensions.Length), static target => target.Value);
        if (SurrogateFit.Of(structure, dimensions, targets, Unwarped) is not { } fit) return null;
        var posterior = Surrogate.Of(structure, dimensions, fit, targets).Posterior;
        var scale = (TargetWarp.Linear)fit.Warp;
        return measured.Where(entry => entry.Feasibility == true)
            .Select(entry => (entry.Number, Expected: posterior.At(entry.Point.Coordinates, entry.Point.Active)))
            .OrderBy(candidate => candidate.Expected.Mean)
            .Select(best => new Recommendation(
                best.Number,
                configurations[best.Number],
                best.Expected.Mean * scale.Range + scale.Low,
                Math.Sqrt(best.Expected.Variance) * scale.Range,
                targets.Count))
            .FirstOrDefault();
    }

    /// <summary>A mean of warped losses is not a warped mean, and people are told a mean.</summary>
    private static ImmutableArray<TargetWarp> Unwarped(IReadOnlyCollection<double> losses)
    {
        var range = losses.Max() - losses.Min();
        return [new TargetWarp.Linear(losses.Min(), double.IsFinite(range) ? range : double.MaxValue)];
    }
}
