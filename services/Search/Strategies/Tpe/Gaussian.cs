namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>The standard normal distribution, and its truncation to [0, 1].</summary>
internal static class Gaussian
{
    public const double LogSqrtTwoPi = 0.91893853320467274178;

    /// <summary>The probability of at most <paramref name="z"/>, with a relative error below 1.2e-7 in both tails.</summary>
    /// <remarks>By the rational Chebyshev fit of erfc of Press et al. (Numerical Recipes, 6.2): one exponential, no branches that cost.</remarks>
    public static double Cumulative(double z)
    {
        var x = Math.Abs(z) / Math.Sqrt(2);
        var t = 1 / (1 + 0.5 * x);
        var tail = 0.5 * t * Math.Exp(-x * x - 1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418
            + t * (-0.18628806 + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277)))))))));
        return z < 0 ? tail : 1 - tail;
    }

    /// <summary>How much of a normal with this mean and deviation lies between two bounds.</summary>
    public static double Mass(double mean, double deviation, double low, double high)
    {
        double a = (low - mean) / deviation, b = (high - mean) / deviation;
        return a > 0 ? Cumulative(-a) - Cumulative(-b) : Cumulative(b) - Cumulative(a); // differences of the small tail keep their digits
    }

    /// <summary>A draw from the normal truncated to [0, 1], its mean within; at most three draws are rejected for one that is not while the deviation is at most 1.</summary>
    public static double Truncated(double mean, double deviation, Randomness.RandomStream stream)
    {
        while (true)
        {
            var value = mean + deviation * stream.NextNormal();
            if (value is >= 0 and <= 1) return value;
        }
    }
}
