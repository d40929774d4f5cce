
namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// The surrogate of the loss as the history implies it. What is computed is remembered until the next observation, and depends
/// on the observations alone.
/// </summary>
internal sealed class ObjectiveModel(KernelStructure structure, ModelDimension[] dimensions, Scalarization scalarization)
{
    /// <summary>A pruned trial's loss is that of an earlier step: right to about a tenth of the spread.</summary>
    private const double PrunedNoise = 0.01;

    private readonly SurrogateFit?[] fits = new SurrogateFit?[Scalarization.Vectors];
    private readonly (Surrogate Surrogate, double Best)?[] surrogates = new (Surrogate, double)?[Scalarization.Vectors];
    private readonly long[] fitAt = [.. Enumerable.Repeat(-1L, Scalarization.Vectors)];
    private readonly long[] surrogateAt = [.. Enumerable.Repeat(-1L, Scalarization.Vectors)];

    /// <summary>
    /// The model for a trial, and the lowest loss on its warped scale that is feasible (+infinity when none is). Null where there is nothing
    /// to learn from: fewer than two losses, or all equal.
    /// </summary>
    /// <param name="number">The trial.</param>
    /// <param name="history">What was observed.</param>
    public (Surrogate Surrogate, double Best)? For(long number, ModelHistory history)
    {
        var vector = scalarization.VectorOf(number);
        if (surrogateAt[vector] == history.Observed) return surrogates[vector];
        if (fitAt[vector] != history.FittedAt)
        {
            fits[vector] = SurrogateFit.Of(structure, dimensions, Targets(history.Fitted, vector, out _), WarpChoice.ForLosses);
            fitAt[vector] = history.FittedAt;
        }

        surrogates[vector] = Condition(fits[vector], history.Entries, vector);
        surrogateAt[vector] = history.Observed;
        return surrogates[vector];
    }

    /// <summary>The model of a branch alone, and the lowest loss in it; as <see cref="For"/> otherwise.</summary>
    public (Surrogate Surrogate, double Best)? Within(Branch branch, long number, IReadOnlyList<HistoryEntry> current)
    {
        var vector = scalarization.VectorOf(number);
        HistoryEntry[] entries = [.. current.Where(entry => branch.Contains(entry.Point))];
        return Condition(SurrogateFit.Of(structure, dimensions, Targets(entries, vector, out _), WarpChoice.ForLosses), entries, vector);
    }

    private (Surrogate, double)? Condition(SurrogateFit? fit, IReadOnlyList<HistoryEntry> entries, int vector)
    {
        if (fit is null) return null;
        var surrogate = Surrogate.Of(structure, dimensions, fit, Targets(entries, vector, out var feasible));
        var best = double.PositiveInfinity;
        foreach (var target in feasible.OrderBy(target => target.Value).Take(10))
            best = Math.Min(best, surrogate.Posterior.At(target.Point.Coordinates, target.Point.Active).Mean);
        return (surrogate, best);
    }

    /// <summary>The values to learn from, and those among them that may be best.</summary>
    private List<Target> Targets(IReadOnlyList<HistoryEntry> entries, int vector, out List<Target> feasible)
    {
        var losses = scalarization.Losses(entries, vector);
        var targets = new List<Target>(entries.Count);
        feasible = [];
        for (var i = 0; i < entries.Count; i++)
        {
            if (!double.IsFinite(losses[i])) continue;
            var entry = entries[i];
            var error = entry.StandardErrors.Length == 1 && double.IsFinite(entry.StandardErrors[0]) ? entry.StandardErrors[0] : 0;
            var target = new Target(entry.Point, losses[i], error, entry.IsPruned ? PrunedNoise : 0);
            targets.Add(target);
            if (entry.Feasibility == true) feasible.Add(target);
        }

        var bestFeasible = feasible.Count == 0 ? double.NegativeInfinity : feasible.Min(target => target.Value);
        return TargetSubset.Of(targets, ModelSize.Points(dimensions.Length), target => Math.Abs(target.Value - bestFeasible));
    }
}
