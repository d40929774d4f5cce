namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>Finds the hyperparameters of largest posterior density, from deterministic starts.</summary>
internal static class HyperparameterFit
{
    private const double Tolerance = 1e-4;
    private const double FirstStep = 1;

    /// <param name="structure">The kernel.</param>
    /// <param name="separations">Of all pairs.</param>
    /// <param name="targets">Not all equal.</param>
    /// <param name="knownNoise">Variances on top of the learnt noise.</param>
    /// <param name="starts">Where to start; the best end counts.</param>
    /// <param name="iterations">Of the minimiser, from each start.</param>
    public static double[] Best(
        KernelStructure structure, double[][] separations, double[] targets, double[] knownNoise, IEnumerable<double[]> starts, int iterations)
    {
        var prior = new HyperparameterPrior(structure);
        var likelihood = new MarginalLikelihood(structure, prior, separations, targets, knownNoise);
        var minimizer = new BoxMinimizer(prior.Low, prior.High, iterations, Tolerance);
        double[]? best = null;
        var least = double.PositiveInfinity;
        foreach (var start in starts)
        {
            var reached = start.ToArray();
            var value = minimizer.Minimize(likelihood.Evaluate, reached, FirstStep);
            if (best is not null && !(value < least)) continue;
            (best, least) = (reached, double.IsNaN(value) ? double.PositiveInfinity : value);
        }

        return best ?? prior.Start(structure);
    }
}
