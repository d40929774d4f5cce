namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>A Gaussian process conditioned on targets: mean and variance of the function, without noise, at any point.</summary>
/// <remarks>Working memory is kept between calls: not thread-safe.</remarks>
internal sealed class Posterior
{
    private const double LeastVariance = 1e-14;
    private const double MostJitter = 1e-2;

    private readonly KernelStructure structure;
    private readonly double[] hyperparameters;
    private readonly ModelPoints points;
    private readonly double[] inverseFactor, weights, correlations, whitened, direction;
    private readonly double[][] separations, slopes;
    private readonly double[] squares, values;
    private readonly double total;
    private readonly int n;

    private Posterior(KernelStructure structure, double[] hyperparameters, ModelPoints points, double[] inverseFactor)
    {
        (this.structure, this.hyperparameters, this.points, this.inverseFactor) = (structure, hyperparameters, points, inverseFactor);
        n = points.Count;
        (weights, correlations, whitened, direction) = (new double[n], new double[n], new double[n], new double[n]);
        (squares, values) = (new double[n], new double[n]);
        separations = [.. Enumerable.Range(0, points.Dimensions).Select(_ => new double[n])];
        slopes = [.. structure.Terms.Select(_ => new double[n])];
        total = structure.TotalWeight(hyperparameters);
    }

    /// <summary>The most likely mean and signal variance.</summary>
    public TargetFit Fit { get; private set; }

    public KernelStructure Structure => structure;

    /// <summary>The inverse of the factor of the matrix of correlations.</summary>
    public ReadOnlySpan<double> InverseFactor => inverseFactor;

    /// <param name="structure">The kernel.</param>
    /// <param name="hyperparameters">As <see cref="KernelStructure"/> describes.</param>
    /// <param name="points">At least one.</param>
    /// <param name="targets">One for each point.</param>
    /// <param name="knownNoise">Variances on top of the learnt noise, relative to the signal variance.</param>
    public static Posterior Of(KernelStructure structure, double[] hyperparameters, ModelPoints points, double[] targets, double[] knownNoise)
    {
        var size = PackedTriangle.Size(points.Count);
        double[] matrix = new double[size], work = new double[size], factor = new double[size], inverse = new double[size];
        var pairs = points.PairSeparations();
        for (var t = 0; t < structure.Terms.Length; t++)
        {
            structure.Squares(hyperparameters, t, pairs, work);
            Matern.Evaluate(work, factor, inverse);
            Vectors.AddScaled(matrix, structure.Weight(hyperparameters, t), factor);
        }

        var noise = Math.Exp(hyperparameters[structure.Noise]);
        for (var jitter = 0.0; ; jitter = Math.Max(1e-9, jitter * 10))
        {
            matrix.CopyTo(factor, 0);
            for (var i = 0; i < points.Count; i++) PackedTriangle.Row(factor, i)[i] += noise + jitter + knownNoise[i];
            if (PackedTriangle.TryFactor(factor, points.Count)) break;
            if (jitter > MostJitter) throw new InvalidOperationException("Invariant: a matrix of correlations with jitter is positive definite.");
        }

        PackedTriangle.Invert(factor, inverse, points.Count);
        var posterior = new Posterior(structure, hyperparameters, points, inverse);
        posterior.Condition(targets);
        return posterior;
    }

    /// <summary>Mean and variance at a point.</summary>
    public (double Mean, double Variance) At(ReadOnlySpan<double> point, ReadOnlySpan<bool> active)
    {
        Correlate(point, active);
        PackedTriangle.Multiply(inverseFactor, correlations, whitened, n);
        return Predict();
    }

    /// <summary>Also the derivatives by the coordinates of continuous, active dimensions; 0 for the others.</summary>
    public (double Mean, double Variance) At(ReadOnlySpan<double> point, ReadOnlySpan<bool> active, Span<double> meanSlope, Span<double> varianceSlope)
    {
        var prediction = At(point, active);
        PackedTriangle.MultiplyTransposed(inverseFactor, whitened, direction, n);
        meanSlope.Clear();
        varianceSlope.Clear();
        for (var t = 0; t < structure.Terms.Length; t++)
        {
            var weight = structure.Weight(hyperparameters, t);
            Vectors.Multiply(slopes[t], weights, values);
            Vectors.Multiply(slopes[t], direction, squares);
            var dimensions = structure.Terms[t];
            for (var i = 0; i < dimensions.Length; i++)
            {
                var d = dimensions[i];
                if (!active[d] || !points.IsContinuous(d)) continue;
                var scale = 2 * weight * Math.Exp(hyperparameters[structure.Length(t, i)]);
                meanSlope[d] += scale * points.HalfSlope(d, point[d], values);
                varianceSlope[d] -= 2 * Fit.Variance * scale * points.HalfSlope(d, point[d], squares);
            }
        }

        return prediction;
    }

    private void Condition(double[] targets)
    {
        Fit = TargetFit.Of(inverseFactor, targets, whitened, correlations);
        PackedTriangle.MultiplyTransposed(inverseFactor, whitened, weights, n);
    }

    private void Correlate(ReadOnlySpan<double> point, ReadOnlySpan<bool> active)
    {
        for (var d = 0; d < points.Dimensions; d++) points.Separations(d, point[d], active[d], separations[d]);
        correlations.AsSpan().Clear();
        for (var t = 0; t < structure.Terms.Length; t++)
        {
            structure.Squares(hyperparameters, t, separations, squares);
            Matern.Evaluate(squares, values, slopes[t]);
            Vectors.AddScaled(correlations, structure.Weight(hyperparameters, t), values);
        }
    }

    private (double Mean, double Variance) Predict() => (
        Fit.Mean + Vectors.Dot(correlations, weights),
        Fit.Variance * Math.Max(LeastVariance, total - Vectors.Dot(whitened, whitened)));
}
