namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>The most likely constant mean and signal variance of targets, given the inverse of the factor of their correlations.</summary>
internal readonly record struct TargetFit(double Mean, double Variance)
{
    /// <param name="inverse">The inverse of the factor, packed.</param>
    /// <param name="targets">One for each row.</param>
    /// <param name="whitened">Takes the inverse times the centred targets: independent with the same variance.</param>
    /// <param name="ones">Takes the inverse times a vector of ones.</param>
    public static TargetFit Of(ReadOnlySpan<double> inverse, ReadOnlySpan<double> targets, Span<double> whitened, Span<double> ones)
    {
        var n = targets.Length;
        whitened.Fill(1);
        PackedTriangle.Multiply(inverse, whitened, ones, n);
        PackedTriangle.Multiply(inverse, targets, whitened, n);
        var mean = Vectors.Dot(ones, whitened) / Vectors.Dot(ones, ones);
        Vectors.AddScaled(whitened, -mean, ones);
        return new(mean, Vectors.Dot(whitened, whitened) / n);
    }
}
