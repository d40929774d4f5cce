using System.Collections.Immutable;

namespace ArchOpt.Search.Strategies.CmaEs;

/// <summary>The constants of CMA-ES for a dimension and a population, all from table 1 and equations 49 to 58 of Hansen's tutorial (2016).</summary>
internal sealed record CmaParameters
{
    /// <param name="dimensions">At least 1.</param>
    /// <param name="population">How many candidates a generation has, at least 4.</param>
    public CmaParameters(int dimensions, int population)
    {
        double n = dimensions;
        double[] raw = [.. Enumerable.Range(1, population).Select(rank => Math.Log((population + 1) / 2.0) - Math.Log(rank))];
        double[] positive = [.. raw.Where(weight => weight > 0)], negative = [.. raw.Where(weight => weight <= 0)];
        EffectiveParents = Math.Pow(positive.Sum(), 2) / positive.Sum(weight => weight * weight);
        var effectiveNegative = Math.Pow(negative.Sum(), 2) / negative.Sum(weight => weight * weight);
        var mu = EffectiveParents;

        PathRate = (4 + mu / n) / (n + 4 + 2 * mu / n);
        RankOneRate = 2 / (Math.Pow(n + 1.3, 2) + mu);
        RankMuRate = Math.Min(1 - RankOneRate, 2 * (0.25 + mu + 1 / mu - 2) / (Math.Pow(n + 2, 2) + mu));
        StepPathRate = (mu + 2) / (n + mu + 5);
        StepDamping = 1 + 2 * Math.Max(0, Math.Sqrt((mu - 1) / (n + 1)) - 1) + StepPathRate;
        NormalLength = Math.Sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));

        var negativeMass = Math.Min(
            1 + RankOneRate / RankMuRate,
            Math.Min(1 + 2 * effectiveNegative / (mu + 2), (1 - RankOneRate - RankMuRate) / (n * RankMuRate)));
        Weights = [.. raw.Select(weight => weight > 0 ? weight / positive.Sum() : -negativeMass * weight / negative.Sum())];
        Parents = positive.Length;
    }

    /// <summary>By rank, the best first: those of the parents are positive and sum to 1, the others negative (active CMA-ES).</summary>
    public ImmutableArray<double> Weights { get; }

    /// <summary>How many weights are positive (mu).</summary>
    public int Parents { get; }

    /// <summary>The variance effective selection mass (mu_eff).</summary>
    public double EffectiveParents { get; }

    /// <summary>c_c.</summary>
    public double PathRate { get; }

    /// <summary>c_1.</summary>
    public double RankOneRate { get; }

    /// <summary>c_mu.</summary>
    public double RankMuRate { get; }

    /// <summary>c_sigma.</summary>
    public double StepPathRate { get; }

    /// <summary>d_sigma.</summary>
    public double StepDamping { get; }

    /// <summary>The expected length of a standard normal vector.</summary>
    public double NormalLength { get; }

    public int Population => Weights.Length;

    /// <summary>lambda = 4 + 3 ln n, rounded down: equation 48.</summary>
    public static int DefaultPopulation(int dimensions) => 4 + (int)(3 * Math.Log(dimensions));
}
