using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>
/// How wide the kernels are, per dimension: Scott's rule over the good group with the uniform prior as one of its members, so that
/// few or scattered trials give wide kernels and many close ones narrow ones.
/// </summary>
/// <remarks>
/// <para>
/// h = factor x 1.06 x s x (n + 1)^(-1 / (d + 4)), with s the weighted standard deviation of the group and the prior together, n the trials in
/// which the dimension is active, and d the dimensions that a kernel multiplies (1 when each is modelled on its own; Scott 1992). As
/// in Watanabe (2023) it is clipped from below: at 1% of the range, and at a quarter of a level's share, where a kernel would only repeat its centre.
/// </para>
/// <para>
/// The bad group takes the good group's widths. The ratio of the two densities is then that of a kernel classifier, and where the best region has
/// been sampled densely the bad trials there hold the good ones in balance, while bad kernels of their own, wider ones would never do so.
/// </para>
/// </remarks>
internal static class Bandwidths
{
    private const double Smallest = 0.01;
    private const double SmallestShareOfLevel = 0.25;
    private const double OtherChoices = 0.3;

    public static double[] Of(ParzenTree tree, ParzenGroup good, bool joint, double factor)
    {
        var active = good.Trials.Sum(trial => trial.Active.Count(isActive => isActive));
        var multiplied = joint ? (double)active / good.Trials.Count : 1;
        var widths = new double[tree.Dimensions.Length];
        for (var d = 0; d < widths.Length; d++)
        {
            var dimension = tree.Dimensions[d];
            widths[d] = dimension.Kind == DimensionKind.Categorical
                ? Math.Min(OtherChoices, 1 - 1.0 / dimension.Levels)
                : Math.Clamp(factor * Scott(d, good, multiplied), Floor(dimension), 1);
        }

        return widths;
    }

    private static double Floor(TreeDimension dimension) =>
        dimension.Kind == DimensionKind.Ordered ? Math.Max(Smallest, SmallestShareOfLevel / dimension.Levels) : Smallest;

    private static double Scott(int dimension, ParzenGroup good, double multiplied)
    {
        const double uniformMean = 1.0 / 2, uniformSquare = 1.0 / 3;
        double sum = good.Prior, mean = good.Prior * uniformMean, square = good.Prior * uniformSquare;
        var count = 0;
        for (var k = 0; k < good.Trials.Count; k++)
        {
            if (!good.Trials[k].Active[dimension]) continue;
            var (weight, value) = (good.Weights[k], good.Trials[k].Point[dimension]);
            count++;
            sum += weight;
            mean += weight * value;
            square += weight * value * value;
        }

        mean /= sum;
        var deviation = Math.Sqrt(Math.Max(0, square / sum - mean * mean));
        return 1.06 * deviation * Math.Pow(count + 1, -1 / (multiplied + 4));
    }
}
