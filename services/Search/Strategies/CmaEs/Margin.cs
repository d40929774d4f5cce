using MathNet.Numerics.Distributions;

namespace ArchOpt.Search.Strategies.CmaEs;

/// <summary>
/// Keeps discrete coordinates moving (Hamano, Saito, Nomura and Shirakawa 2022, CMA-ES with Margin: Lower-Bounding Marginal Probability for
/// Mixed-Integer Black-Box Optimization). Once a coordinate's deviation is small against a level, all candidates would fall into one
/// level for ever; so mean and deviation are corrected until every neighbouring level keeps a probability of at least alpha. A continuous
/// coordinate whose mean has left the cube is treated like one in its last level: the inside keeps that probability.
/// </summary>
internal static class Margin
{
    /// <param name="distribution">After an update.</param>
    /// <param name="cube">Says which coordinates are discrete.</param>
    /// <param name="alpha">The paper's default is 1 / (dimensions x population).</param>
    public static SearchDistribution Keep(SearchDistribution distribution, NumericCube cube, double alpha)
    {
        double[] mean = [.. distribution.Mean], scale = [.. Enumerable.Range(0, mean.Length).Select(distribution.Scale)];
        var changed = false;
        for (var i = 0; i < mean.Length; i++)
        {
            if (!cube.IsDiscrete[i])
            {
                if (mean[i] is < 0 or > 1) changed |= AtAnEnd(distribution.Deviation(i), mean[i] < 0 ? 0 : 1, alpha, ref mean[i]);
                continue;
            }

            var (low, high) = cube.Level(i, mean[i]);
            if (double.IsFinite(low) && double.IsFinite(high)) changed |= Inside(distribution.Deviation(i), low, high, alpha, ref mean[i], ref scale[i]);
            else changed |= AtAnEnd(distribution.Deviation(i), double.IsFinite(low) ? low : high, alpha, ref mean[i]);
        }

        return changed ? distribution.With(mean, scale) : distribution;
    }

    /// <summary>In the first or last level, or outside, the mean comes near enough to the only threshold that alpha lies beyond it.</summary>
    private static bool AtAnEnd(double deviation, double threshold, double alpha, ref double mean)
    {
        var most = Quantile(1 - alpha) * deviation;
        if (Math.Abs(mean - threshold) <= most) return false;
        mean = threshold + Math.Sign(mean - threshold) * most;
        return true;
    }

    /// <summary>In between, each side gets at least alpha / 2 and the middle gives what they take; two quantiles fix mean and deviation.</summary>
    private static bool Inside(double deviation, double low, double high, double alpha, ref double mean, ref double scale)
    {
        double below = Normal.CDF(mean, deviation, low), above = 1 - Normal.CDF(mean, deviation, high), middle = 1 - below - above;
        if (below >= alpha / 2 && above >= alpha / 2) return false;
        double[] floored = [Math.Max(alpha / 2, below), Math.Max(alpha / 2, above), middle];
        var spare = floored.Sum() - 1.5 * alpha;
        var share = (1 - 1.5 * alpha) / spare; // what lies above the floors shrinks evenly, so that all sum to 1 again
        double down = -Quantile(alpha / 2 + (floored[0] - alpha / 2) * share), up = -Quantile(alpha / 2 + (floored[1] - alpha / 2) * share);
        if (!(down + up > 0 && double.IsFinite(down + up))) return false;
        mean = (low * up + high * down) / (down + up);
        scale *= (high - low) / (down + up) / deviation;
        return true;
    }

    private static double Quantile(double probability) => Normal.InvCDF(0, 1, probability);
}
