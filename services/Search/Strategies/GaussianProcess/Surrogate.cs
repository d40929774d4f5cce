using System.Collections.Immutable;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>How a quantity is modelled: learnt from some targets, used with others.</summary>
internal sealed record SurrogateFit(double[] Hyperparameters, TargetWarp Warp)
{
    private const int Iterations = 40, FewIterations = 15;

    /// <summary>
    /// Warp and hyperparameters in turn: the warp that suits the prior's correlations, the hyperparameters that suit the warp, and where these
    /// make another warp more likely, once more. Null where all values are equal: nothing can be learnt then.
    /// </summary>
    public static SurrogateFit? Of(
        KernelStructure structure, ModelDimension[] dimensions, List<Target> targets, Func<IReadOnlyCollection<double>, ImmutableArray<TargetWarp>> warps)
    {
        double[] values = [.. targets.Select(target => target.Value)];
        if (values.Length < 2 || values.All(value => value == values[0])) return null;
        var points = ModelPoints.Of(dimensions, [.. targets.Select(target => target.Point)]);
        var choices = warps(values);
        var prior = new HyperparameterPrior(structure);
        var start = prior.Start(structure);
        var (warp, noise) = Choose(start);
        var pairs = points.PairSeparations();
        var fitted = Fit([start, prior.Start(structure, shorter: 2.5)], Iterations);
        var (again, _) = Choose(fitted);
        if (again == warp) return new(fitted, warp);
        (warp, noise) = (again, NoiseOf(again, targets));
        return new(Fit([fitted], FewIterations), warp);

        (TargetWarp Warp, double[] Noise) Choose(double[] hyperparameters)
        {
            var known = NoiseOf(choices[0], targets);
            var posterior = Posterior.Of(structure, hyperparameters, points, values, known);
            var chosen = WarpChoice.MostLikely(choices, values, posterior.InverseFactor);
            return (chosen, NoiseOf(chosen, targets));
        }

        double[] Fit(double[][] starts, int iterations) => HyperparameterFit.Best(
            structure, pairs, [.. values.Select(warp.Forward)], noise, starts, iterations);
    }

    /// <summary>Known noise on the warped scale, relative to the variance of the warped values.</summary>
    public static double[] NoiseOf(TargetWarp warp, List<Target> targets)
    {
        var noise = new double[targets.Count];
        if (targets.All(target => target.Error == 0 && target.ExtraNoise == 0)) return noise;
        double[] warped = [.. targets.Select(target => warp.Forward(target.Value))];
        var mean = warped.Average();
        var variance = warped.Average(value => (value - mean) * (value - mean));
        for (var i = 0; i < noise.Length; i++)
        {
            var error = targets[i].Error * warp.Slope(targets[i].Value);
            noise[i] = targets[i].ExtraNoise + (variance > 0 ? Math.Min(1e3, error * error / variance) : 0);
        }

        return noise;
    }
}

/// <summary>A fitted model conditioned on targets, on the warped scale.</summary>
internal sealed class Surrogate
{
    private readonly KernelStructure structure;
    private readonly ModelDimension[] dimensions;
    private readonly SurrogateFit fit;
    private readonly List<EncodedPoint> points;
    private readonly double[] values, noise;

    private Surrogate(KernelStructure structure, ModelDimension[] dimensions, SurrogateFit fit, List<EncodedPoint> points, double[] values, double[] noise)
    {
        (this.structure, this.dimensions, this.fit, this.points, this.values, this.noise) = (structure, dimensions, fit, points, values, noise);
        Posterior = Posterior.Of(structure, fit.Hyperparameters, ModelPoints.Of(dimensions, points), values, noise);
    }

    public Posterior Posterior { get; }

    public TargetWarp Warp => fit.Warp;

    public static Surrogate Of(KernelStructure structure, ModelDimension[] dimensions, SurrogateFit fit, List<Target> targets) => new(
        structure, dimensions, fit, [.. targets.Select(target => target.Point)], [.. targets.Select(target => fit.Warp.Forward(target.Value))],
        SurrogateFit.NoiseOf(fit.Warp, targets));

    /// <summary>The model as if the points had been observed with the values that it predicts there (Ginsbourger et al. 2010, "kriging believer").</summary>
    public Surrogate Believing(IReadOnlyList<EncodedPoint> pending)
    {
        if (pending.Count == 0) return this;
        var predicted = pending.Select(point => Posterior.At(point.Coordinates, point.Active).Mean);
        return new(structure, dimensions, fit, [.. points, .. pending], [.. values, .. predicted], [.. noise, .. pending.Select(_ => 0.0)]);
    }
}
