using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>
/// The trials that the model stands on, a bounded number of them: the best ones, and a uniform sample of the others in which each
/// stands for as many as it takes.
/// </summary>
internal sealed class TrialMemory(int objectives, int dimensions, long seed)
{
    private const int MostSampled = 256;
    private const int FewestSampled = 32;
    private const int MostCoordinates = 1_000_000;

    private readonly IEliteArchive best = objectives == 1 ? new EliteArchive(2 * ParzenSplit.MostGood) : new ParetoArchive(2 * ParzenSplit.MostGood);
    private readonly UniformSample others = new(Math.Clamp(MostCoordinates / Math.Max(1, dimensions), FewestSampled, MostSampled), seed);

    /// <summary>How many trials are kept: at most 306, fewer in spaces of thousands of dimensions.</summary>
    public int Count => best.Ordered.Count + others.Count;

    public void Add(ParzenTrial trial)
    {
        if (best.Add(trial) is { } displaced) others.Add(displaced);
    }

    /// <summary>Splits everything.</summary>
    public (ParzenGroup Good, ParzenGroup Bad) Split(IReadOnlyList<ParzenTrial> pending, TpeSettings settings) =>
        ParzenSplit.Of(best.Ordered, [.. others.Trials], others.Weight, pending, settings);

    /// <summary>
    /// Splits the trials of one branch (those that have the same active dimensions), one that the best trial is not in: a better branch
    /// of which bad points were seen first would otherwise be forgotten. Null where there is no other branch.
    /// </summary>
    /// <remarks>The branch of rank r, by its best trial, is drawn with a probability proportional to 1/r.</remarks>
    public (ParzenGroup Good, ParzenGroup Bad)? SplitOtherBranch(IReadOnlyList<ParzenTrial> pending, TpeSettings settings, RandomStream stream)
    {
        var incumbent = best.Ordered[0].Branch;
        var branches = best.Ordered.Concat(others.Trials.Order(EliteArchive.Order))
            .GroupBy(trial => trial.Branch)
            .Where(branch => branch.Key != incumbent)
            .ToArray();
        if (branches.Length == 0) return null;
        var at = stream.NextDouble() * Enumerable.Range(1, branches.Length).Sum(rank => 1.0 / rank);
        var chosen = 0;
        for (; chosen < branches.Length - 1 && at >= 1.0 / (chosen + 1); chosen++) at -= 1.0 / (chosen + 1);
        var branch = branches[chosen];
        return ParzenSplit.Of([.. branch], [], 0, [.. pending.Where(trial => trial.Branch == branch.Key)], settings);
    }
}
