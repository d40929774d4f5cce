namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>Logarithms of normal probabilities and of the expected improvement, exact to rounding however far out in the tail.</summary>
internal static class NormalTail
{
    private const double TailFrom = -2.5; // below, the continued fraction has converged after the terms that it gets
    private const int Terms = 60;
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>log of the standard normal distribution function.</summary>
    /// <param name="z">Any number.</param>
    /// <param name="slope">Takes the derivative.</param>
    public static double LogProbability(double z, out double slope)
    {
        if (z > TailFrom)
        {
            var probability = Distribution(z);
            slope = Math.Exp(-0.5 * z * z - HalfLogTwoPi) / probability;
            return Math.Log(probability);
        }

        slope = -z + Fraction(-z);
        return -0.5 * z * z - HalfLogTwoPi - Math.Log(slope);
    }

    /// <summary>
    /// log of E[max(0, z + N)] for a standard normal N: the logarithm of the expected improvement in units of the standard deviation
    /// (Ament et al. 2023), without cancellation for z far below 0.
    /// </summary>
    /// <param name="z">Predicted improvement in standard deviations.</param>
    /// <param name="slope">Takes the derivative.</param>
    public static double LogImprovement(double z, out double slope)
    {
        if (z > TailFrom)
        {
            var probability = Distribution(z);
            var improvement = Math.Exp(-0.5 * z * z - HalfLogTwoPi) + z * probability;
            slope = probability / improvement;
            return Math.Log(improvement);
        }

        // With Mills' ratio 1 / (t + c), t = -z, the improvement is density * (1 - t / (t + c)) = density * c / (t + c).
        var c = Fraction(-z);
        slope = 1 / c;
        return -0.5 * z * z - HalfLogTwoPi + Math.Log(c) - Math.Log(c - z);
    }

    /// <summary>Marsaglia's series (2004); 1 where it would round to it.</summary>
    private static double Distribution(double z)
    {
        if (z > 8.3) return 1;
        double sum = z, term = z, previous = 0;
        for (var i = 3; sum != previous; i += 2)
        {
            previous = sum;
            term *= z * z / i;
            sum += term;
        }

        return 0.5 + sum * Math.Exp(-0.5 * z * z - HalfLogTwoPi);
    }

    /// <summary>1/(t + 2/(t + 3/(t + ...))), Laplace's continued fraction without its first step, for t of at least 2.5.</summary>
    private static double Fraction(double t)
    {
        var rest = t;
        for (var k = t > 20 ? 12 : Terms; k >= 2; k--) rest = t + k / rest;
        return 1 / rest;
    }
}
