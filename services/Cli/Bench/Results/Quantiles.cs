namespace ArchOpt.Cli.Bench.Results;

/// <summary>Quantiles of a handful of numbers.</summary>
internal static class Quantiles
{
    /// <summary>
    /// The p-quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, the usual one).
    /// NaN, a run that has no best yet, counts as the largest; a quantile that would need one is NaN.
    /// </summary>
    /// <param name="values">At least one; losses, so that what is missing is worst.</param>
    /// <param name="p">In [0, 1].</param>
    public static double Of(IEnumerable<double> values, double p)
    {
        var sorted = values.Select(value => double.IsNaN(value) ? double.PositiveInfinity : value).Order().ToArray();
        var position = p * (sorted.Length - 1);
        var low = (int)Math.Floor(position);
        var share = position - low;
        var value = share == 0 ? sorted[low] : sorted[low] + (share * (sorted[low + 1] - sorted[low]));
        return double.IsFinite(value) ? value : double.NaN;
    }

    public static double Median(IEnumerable<double> values) => Of(values, 0.5);
}
