namespace ArchOpt.Search.Strategies.CmaEs;

/// <summary>
/// The normal distribution that CMA-ES draws candidates from, with the two paths that steer it (Hansen 2016, The CMA Evolution Strategy: A
/// Tutorial). Immutable: an update makes the next one. It sees ranks only, so any increasing function of the losses leads to the same sequence.
/// </summary>
/// <remarks>
/// A candidate is x = m + sigma A y with y normal with covariance C; the diagonal A is 1 but where <see cref="Margin"/> widens a
/// discrete dimension.
/// </remarks>
internal sealed class SearchDistribution
{
    /// <summary>Keeps a step of length 0 from being divided by.</summary>
    private const double Tiny = 1e-300;

    private readonly double[] mean, scale, path, stepPath;
    private readonly double[,] covariance;
    private readonly PrincipalAxes axes;
    private readonly int generation;

    private SearchDistribution(
        double[] mean, double step, double[] scale, double[,] covariance, PrincipalAxes axes, double[] path, double[] stepPath, int generation) =>
        (this.mean, Step, this.scale, this.covariance, this.axes, this.path, this.stepPath, this.generation) =
        (mean, step, scale, covariance, axes, path, stepPath, generation);

    public int Dimensions => mean.Length;

    /// <summary>sigma.</summary>
    public double Step { get; }

    public ReadOnlySpan<double> Mean => mean;

    /// <summary>C, symmetric and positive definite.</summary>
    public double[,] Covariance => (double[,])covariance.Clone();

    /// <param name="mean">Where to start.</param>
    /// <param name="step">The standard deviation in every direction.</param>
    public static SearchDistribution Isotropic(double[] mean, double step)
    {
        var identity = new double[mean.Length, mean.Length];
        for (var i = 0; i < mean.Length; i++) identity[i, i] = 1;
        return new(mean, step, [.. mean.Select(_ => 1.0)], identity, PrincipalAxes.Of(identity, 0), new double[mean.Length], new double[mean.Length], 0);
    }

    /// <summary>The standard deviation along one coordinate.</summary>
    public double Deviation(int dimension) => Step * scale[dimension] * Math.Sqrt(covariance[dimension, dimension]);

    /// <summary>The candidate that a standard normal vector stands for.</summary>
    public double[] At(ReadOnlySpan<double> normal)
    {
        var x = axes.Stretch(normal);
        for (var i = 0; i < x.Length; i++) x[i] = mean[i] + Step * scale[i] * x[i];
        return x;
    }

    /// <summary>
    /// The step from the mean to a point in units of sigma. A point that was not drawn from this distribution is taken no farther away than
    /// draws usually are, so that it cannot derail the search (Hansen 2011, Injecting External Solutions Into CMA-ES, section 2).
    /// </summary>
    public double[] StepTo(ReadOnlySpan<double> point, bool isDrawn)
    {
        var y = new double[Dimensions];
        for (var i = 0; i < y.Length; i++) y[i] = (point[i] - mean[i]) / (Step * scale[i]);
        if (isDrawn) return y;
        double n = Dimensions;
        var most = Math.Sqrt(n) + 2 * n / (n + 2);
        var shrink = Math.Min(1, most / Math.Max(Tiny, Length(axes.Whiten(y))));
        for (var i = 0; i < y.Length; i++) y[i] *= shrink;
        return y;
    }

    /// <summary>The next distribution.</summary>
    /// <param name="steps">One per candidate, by <see cref="StepTo"/>.</param>
    /// <param name="parts">In the same order, how much of the next mean each is; they sum to 1.</param>
    /// <param name="weights">In the same order, the weights in the next covariance.</param>
    /// <param name="p">The constants.</param>
    public SearchDistribution Update(IReadOnlyList<double[]> steps, ReadOnlySpan<double> parts, ReadOnlySpan<double> weights, CmaParameters p)
    {
        var n = Dimensions;
        var mixed = new double[n]; // y_w
        for (var i = 0; i < steps.Count; i++)
        {
            for (var k = 0; k < n; k++) mixed[k] += parts[i] * steps[i][k];
        }

        var nextMean = new double[n];
        for (var k = 0; k < n; k++) nextMean[k] = mean[k] + Step * scale[k] * mixed[k];

        var nextStepPath = Follow(stepPath, axes.Whiten(mixed), p.StepPathRate, p.EffectiveParents);
        var length = Length(nextStepPath);
        var nextStep = Step * Math.Exp(Math.Min(1, p.StepPathRate / p.StepDamping * (length / p.NormalLength - 1)));

        var settled = Math.Sqrt(1 - Math.Pow(1 - p.StepPathRate, 2 * (generation + 1)));
        var isStalled = length / settled >= (1.4 + 2 / (n + 1.0)) * p.NormalLength; // not h_sigma: the step size is growing fast
        var nextPath = Follow(path, isStalled ? new double[n] : mixed, p.PathRate, p.EffectiveParents);

        var next = NextCovariance(steps, weights, nextPath, isStalled, p);
        var interval = 1 / (10 * n * (p.RankOneRate + p.RankMuRate)); // the tutorial's: with many dimensions C hardly changes in one generation
        var nextAxes = generation + 1 - axes.Generation >= interval ? PrincipalAxes.Of(next, generation + 1) : axes;
        return new(nextMean, nextStep, scale, nextAxes.Mended ?? next, nextAxes, nextPath, nextStepPath, generation + 1);
    }

    /// <summary>The same with other means and widenings.</summary>
    public SearchDistribution With(double[] otherMean, double[] otherScale) =>
        new(otherMean, Step, otherScale, covariance, axes, path, stepPath, generation);

    /// <summary>A of one coordinate.</summary>
    public double Scale(int dimension) => scale[dimension];

    private double[,] NextCovariance(IReadOnlyList<double[]> steps, ReadOnlySpan<double> weights, double[] nextPath, bool isStalled, CmaParameters p)
    {
        var n = Dimensions;
        var sum = 0.0;
        foreach (var weight in weights) sum += weight;
        var lost = isStalled ? p.RankOneRate * p.PathRate * (2 - p.PathRate) : 0;
        var kept = 1 + lost - p.RankOneRate - p.RankMuRate * sum;
        var next = new double[n, n];
        for (var r = 0; r < n; r++)
        {
            for (var c = 0; c <= r; c++) next[r, c] = kept * covariance[r, c] + p.RankOneRate * nextPath[r] * nextPath[c];
        }

        for (var i = 0; i < steps.Count; i++)
        {
            var weight = weights[i] >= 0 ? weights[i] : weights[i] * n / Math.Max(Tiny, Math.Pow(Length(axes.Whiten(steps[i])), 2));
            for (var r = 0; r < n; r++)
            {
                for (var c = 0; c <= r; c++) next[r, c] += p.RankMuRate * weight * steps[i][r] * steps[i][c];
            }
        }

        for (var r = 0; r < n; r++)
        {
            for (var c = 0; c < r; c++) next[c, r] = next[r, c];
        }

        return next;
    }

    private static double[] Follow(double[] path, double[] direction, double rate, double effectiveParents)
    {
        var gain = Math.Sqrt(rate * (2 - rate) * effectiveParents);
        return [.. path.Zip(direction, (old, step) => (1 - rate) * old + gain * step)];
    }

    private static double Length(double[] vector) => Math.Sqrt(vector.Sum(v => v * v));
}
