namespace ArchOpt.Search.Strategies.CmaEs;

/// <summary>
/// How an observation compares: completed ones by loss; then pruned ones by the loss of the step that they reached; then infeasible
/// ones by violation; last, all equal, those of which nothing is known.
/// </summary>
internal readonly record struct Standing(int Class, double Value) : IComparable<Standing>
{
    private const int Unknown = 3;

    public bool IsKnown => Class < Unknown;

    public static Standing Of(Observation observation) => observation.Outcome switch
    {
        ObservedOutcome.Completed when double.IsFinite(observation.Loss) => new(0, observation.Loss),
        ObservedOutcome.Pruned when double.IsFinite(observation.Loss) => new(1, observation.Loss),
        ObservedOutcome.Infeasible when double.IsFinite(observation.Violation) => new(2, observation.Violation),
        _ => new(Unknown, 0),
    };

    public int CompareTo(Standing other) => Class != other.Class ? Class.CompareTo(other.Class) : Value.CompareTo(other.Value);

    public static bool operator <(Standing left, Standing right) => left.CompareTo(right) < 0;

    public static bool operator <=(Standing left, Standing right) => left.CompareTo(right) <= 0;

    public static bool operator >(Standing left, Standing right) => left.CompareTo(right) > 0;

    public static bool operator >=(Standing left, Standing right) => left.CompareTo(right) >= 0;
}

/// <summary>One candidate of a generation: how it stands, and its step from the mean in units of sigma.</summary>
internal sealed record Candidate(Standing Standing, double[] Step);

/// <summary>What a distribution learns from a generation: the order of its candidates.</summary>
internal static class Ranking
{
    /// <summary>
    /// The distribution after the generation. Equal candidates share what their ranks would get; where all are equal nothing
    /// was learnt, and the distribution stays as it is.
    /// </summary>
    public static SearchDistribution Learn(this SearchDistribution distribution, IReadOnlyList<Candidate> candidates, CmaParameters parameters)
    {
        Candidate[] ranked = [.. candidates.OrderBy(candidate => candidate.Standing)];
        if (ranked[0].Standing == ranked[^1].Standing) return distribution;

        double[] parts = [.. parameters.Weights.Select(weight => Math.Max(0, weight))], weights = [.. parameters.Weights];
        for (var first = 0; first < ranked.Length;)
        {
            var end = first + 1;
            while (end < ranked.Length && ranked[end].Standing == ranked[first].Standing) end++;
            Level(parts.AsSpan(first, end - first));
            Level(weights.AsSpan(first, end - first));
            first = end;
        }

        return distribution.Update([.. ranked.Select(candidate => candidate.Step)], parts, weights, parameters);
    }

    private static void Level(Span<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        values.Fill(sum / values.Length);
    }
}
