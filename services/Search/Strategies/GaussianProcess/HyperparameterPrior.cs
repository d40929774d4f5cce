namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// What is believed of hyperparameters before data: independent log-normal distributions, and bounds beyond which arithmetic suffers.
/// </summary>
/// <remarks>
/// Length-scales grow with the square root of the number of dimensions (Hvarfner, Hellsten and Nardi 2024), without which a Gaussian process
/// expects every corner of a large cube to be different. Their prior has the mean and spread of that paper, and its mode is that of the density
/// of the length itself, 0.2 times that root: with the mode in the logarithm (twenty times as long) the first proposals run from corner to corner, and a
/// conditional branch counts as known before it was entered (measured on the public suite and six functions outside it). The first start is
/// nearer to the prior's median.
/// </remarks>
internal sealed class HyperparameterPrior
{
    private const double LengthSpread = 1.7320508075688772; // of log(length)
    private const double LengthMode = 1.4142135623730951 - LengthSpread * LengthSpread; // mean - variance of the logarithm
    private const double StartLonger = 2; // of -2 log(length)
    private const double WeightMean = 0, WeightSpread = 2;
    private const double NoiseMean = -11, NoiseSpread = 4;
    private readonly double[] means, spreads;

    public HyperparameterPrior(KernelStructure structure)
    {
        (means, spreads) = (new double[structure.Size], new double[structure.Size]);
        (Low, High) = (new double[structure.Size], new double[structure.Size]);
        for (var t = 0; t < structure.Terms.Length; t++)
        {
            var dimensions = structure.Terms[t].Length;
            for (var i = 0; i < dimensions; i++)
                Set(structure.Length(t, i), -2 * (LengthMode + 0.5 * Math.Log(dimensions)), 2 * LengthSpread, -14, 9);
        }

        for (var t = 1; t < structure.Terms.Length; t++) Set(structure.FirstWeight + t - 1, WeightMean, WeightSpread, -9, 6);
        Set(structure.Noise, NoiseMean, NoiseSpread, Math.Log(1e-9), 1);
    }

    public double[] Low { get; }

    public double[] High { get; }

    /// <summary>Where a fit starts: long length-scales that every data set can shorten, little noise.</summary>
    public double[] Start(KernelStructure structure, double shorter = 0)
    {
        var start = means.ToArray();
        for (var i = 0; i < structure.FirstWeight; i++) start[i] += shorter - StartLonger;
        return start;
    }

    /// <summary>Minus the log density up to a constant; adds its gradient.</summary>
    public double Penalty(ReadOnlySpan<double> hyperparameters, Span<double> gradient)
    {
        var sum = 0.0;
        for (var i = 0; i < means.Length; i++)
        {
            var z = (hyperparameters[i] - means[i]) / spreads[i];
            sum += 0.5 * z * z;
            gradient[i] += z / spreads[i];
        }

        return sum;
    }

    private void Set(int index, double mean, double spread, double low, double high) =>
        (means[index], spreads[index], Low[index], High[index]) = (mean, spread, low, high);
}
