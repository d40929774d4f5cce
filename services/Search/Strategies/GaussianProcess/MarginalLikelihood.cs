namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// How badly hyperparameters explain targets: minus the log marginal likelihood, with its gradient (Rasmussen and Williams 2006, 5.4.1). The
/// constant mean and the signal variance are the most likely ones given the rest, so they need no search.
/// </summary>
/// <remarks>Working memory is kept between evaluations: not thread-safe.</remarks>
internal sealed class MarginalLikelihood
{
    private readonly KernelStructure structure;
    private readonly HyperparameterPrior prior;
    private readonly double[][] separations;
    private readonly double[] targets, knownNoise, ones, whitened, weights;
    private readonly double[] factor, inverse, squares;
    private readonly double[][] values, slopes;
    private readonly int n;

    /// <param name="structure">The kernel.</param>
    /// <param name="prior">Added to the likelihood.</param>
    /// <param name="separations">Of all pairs: <see cref="ModelPoints.PairSeparations"/>.</param>
    /// <param name="targets">One for each point.</param>
    /// <param name="knownNoise">Variances on top of the learnt noise, relative to the signal variance.</param>
    public MarginalLikelihood(KernelStructure structure, HyperparameterPrior prior, double[][] separations, double[] targets, double[] knownNoise)
    {
        (this.structure, this.prior, this.separations, this.targets, this.knownNoise) = (structure, prior, separations, targets, knownNoise);
        n = targets.Length;
        var size = PackedTriangle.Size(n);
        (ones, whitened, weights) = (new double[n], new double[n], new double[n]);
        (factor, inverse, squares) = (new double[size], new double[size], new double[size]);
        values = [.. structure.Terms.Select(_ => new double[size])];
        slopes = [.. structure.Terms.Select(_ => new double[size])];
    }

    /// <summary>Minus the log posterior density of the hyperparameters up to a constant, or NaN where the matrix is not positive definite.</summary>
    public double Evaluate(ReadOnlySpan<double> hyperparameters, Span<double> gradient)
    {
        gradient.Clear();
        if (!Factor(hyperparameters)) return double.NaN;
        var logDeterminant = 0.0;
        for (var i = 0; i < n; i++) logDeterminant += Math.Log(PackedTriangle.Row(factor, i)[i]);

        PackedTriangle.Invert(factor, inverse, n);
        var fit = TargetFit.Of(inverse, targets, whitened, ones);
        if (!(fit.Variance > 0)) return double.NaN;
        PackedTriangle.MultiplyTransposed(inverse, whitened, weights, n);
        PackedTriangle.Gram(inverse, factor, n); // the factor is not needed any more
        Gradient(hyperparameters, fit.Variance, gradient);
        return 0.5 * n * Math.Log(fit.Variance) + logDeterminant + prior.Penalty(hyperparameters, gradient);
    }

    private bool Factor(ReadOnlySpan<double> hyperparameters)
    {
        factor.AsSpan().Clear();
        for (var t = 0; t < structure.Terms.Length; t++)
        {
            structure.Squares(hyperparameters, t, separations, squares);
            Matern.Evaluate(squares, values[t], slopes[t]);
            Vectors.AddScaled(factor, structure.Weight(hyperparameters, t), values[t]);
        }

        var noise = Math.Exp(hyperparameters[structure.Noise]);
        for (var i = 0; i < n; i++) PackedTriangle.Row(factor, i)[i] += noise + knownNoise[i];
        return PackedTriangle.TryFactor(factor, n);
    }

    /// <summary>With G = (K^-1 - a a' / v) / 2 the derivative is the sum over all pairs of G times the derivative of K.</summary>
    private void Gradient(ReadOnlySpan<double> hyperparameters, double variance, Span<double> gradient)
    {
        var g = factor.AsSpan();
        var trace = 0.0;
        for (var i = 0; i < n; i++)
        {
            var row = PackedTriangle.Row(g, i);
            Vectors.AddScaled(row, -weights[i] / variance, weights); // both halves of the matrix at once
            row[i] *= 0.5;
            trace += row[i];
        }

        gradient[structure.Noise] = trace * Math.Exp(hyperparameters[structure.Noise]);
        for (var t = 0; t < structure.Terms.Length; t++)
        {
            var weight = structure.Weight(hyperparameters, t);
            if (t > 0) gradient[structure.FirstWeight + t - 1] = weight * Vectors.Dot(g, values[t]);
            Vectors.Multiply(g, slopes[t], squares);
            var dimensions = structure.Terms[t];
            for (var i = 0; i < dimensions.Length; i++)
            {
                var index = structure.Length(t, i);
                gradient[index] = weight * Math.Exp(hyperparameters[index]) * Vectors.Dot(squares, separations[dimensions[i]]);
            }
        }
    }
}
