using ArchOpt.Search.Objectives;

namespace ArchOpt.Search.Strategies.CmaEs;

/// <summary>One candidate of a generation: how good it is, and its step from the mean in units of sigma.</summary>
internal sealed record Candidate(Fitness Fitness, double[] Step);

/// <summary>What a distribution learns from a generation: the order of its candidates.</summary>
internal static class Ranking
{
    /// <summary>
    /// The distribution after the generation. Equal candidates share what their ranks would get; where all are equal nothing
    /// was learnt, and the distribution stays as it is.
    /// </summary>
    public static SearchDistribution Learn(this SearchDistribution distribution, IReadOnlyList<Candidate> candidates, CmaParameters parameters)
    {
        Candidate[] ranked = [.. candidates.OrderBy(candidate => candidate.Fitness, Fitness.ByFirstLoss)];
        if (AreEqual(ranked[0], ranked[^1])) return distribution;

        double[] parts = [.. parameters.Weights.Select(weight => Math.Max(0, weight))], weights = [.. parameters.Weights];
        for (var first = 0; first < ranked.Length;)
        {
            var end = first + 1;
            while (end < ranked.Length && AreEqual(ranked[end], ranked[first])) end++;
            Level(parts.AsSpan(first, end - first));
            Level(weights.AsSpan(first, end - first));
            first = end;
        }

        return distribution.Update([.. ranked.Select(candidate => candidate.Step)], parts, weights, parameters);
    }

    private static bool AreEqual(Candidate left, Candidate right) => Fitness.ByFirstLoss.Compare(left.Fitness, right.Fitness) == 0;

    private static void Level(Span<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        values.Fill(sum / values.Length);
    }
}
