using System.Numerics;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>The standard normal distribution, and its truncation to [0, 1].</summary>
internal static class Gaussian
{
    public const double LogSqrtTwoPi = 0.91893853320467274178;

    /// <summary>The probability of more than <paramref name="z"/> &gt;= 0, with a relative error below 1.2e-7 however small it is.</summary>
    /// <remarks>The fit of erfc of Press et al. (Numerical Recipes, 6.2).</remarks>
    public static double Tail(double z)
    {
        var x = z / Math.Sqrt(2);
        var t = 1 / (1 + 0.5 * x);
        return 0.5 * t * Math.Exp(-x * x - 1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (-0.18628806
            + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277)))))))));
    }

    /// <summary>How much of a normal with this mean and deviation lies between two bounds; differences of small tails keep their digits.</summary>
    public static double Mass(double mean, double deviation, double low, double high)
    {
        double a = (low - mean) / deviation, b = (high - mean) / deviation;
        return a >= 0 ? Tail(a) - Tail(b)
            : b <= 0 ? Tail(-b) - Tail(-a)
            : 1 - Tail(-a) - Tail(b);
    }

    /// <summary>For each mean in [0, 1] the log of the mass that lies in [0, 1]. A NaN gives NaN.</summary>
    public static void LogMassOfUnit(ReadOnlySpan<double> means, double deviation, Span<double> logs)
    {
        var k = 0;
        var perSqrtTwo = new Vector<double>(1 / (deviation * Math.Sqrt(2)));
        for (; k <= means.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            var mean = new Vector<double>(means[k..]);
            Vector.Log(Vector<double>.One - Tail(mean * perSqrtTwo) - Tail((Vector<double>.One - mean) * perSqrtTwo)).CopyTo(logs[k..]);
        }

        for (; k < means.Length; k++) logs[k] = Math.Log(1 - Tail(means[k] / deviation) - Tail((1 - means[k]) / deviation));
    }

    /// <summary>A draw from the normal truncated to [0, 1]. With its mean there and a deviation of at most 1, one draw in three is accepted at worst.</summary>
    public static double Truncated(double mean, double deviation, RandomStream stream)
    {
        while (true)
        {
            var value = mean + deviation * stream.NextNormal();
            if (value is >= 0 and <= 1) return value;
        }
    }

    /// <summary>As above, of numbers already divided by the square root of 2.</summary>
    private static Vector<double> Tail(Vector<double> x)
    {
        var t = Vector<double>.One / (Vector<double>.One + x * 0.5);
        var p = Vector.Create(0.17087277);
        p = p * t + Vector.Create(-0.82215223);
        p = p * t + Vector.Create(1.48851587);
        p = p * t + Vector.Create(-1.13520398);
        p = p * t + Vector.Create(0.27886807);
        p = p * t + Vector.Create(-0.18628806);
        p = p * t + Vector.Create(0.09678418);
        p = p * t + Vector.Create(0.37409196);
        p = p * t + Vector.Create(1.00002368);
        p = p * t + Vector.Create(-1.26551223);
        return t * 0.5 * Vector.Exp(p - x * x);
    }
}
