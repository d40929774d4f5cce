using System.Collections.Immutable;
using ArchOpt.Search.Objectives;

namespace ArchOpt.Studies.Trials;

/// <summary>
/// The Pareto front of a study, kept point by point. A result that is taken back (a replicate is replayed, which is rare) makes it
/// anew from what it has seen.
/// </summary>
/// <param name="objectives">With one objective there is no front, and nothing is kept.</param>
internal sealed class StudyFront(int objectives)
{
    private readonly Dictionary<long, ImmutableArray<double>> results = [];
    private ParetoFront<long> front = new(Math.Max(1, objectives));

    /// <summary>The members, oldest first.</summary>
    public IReadOnlyList<ParetoPoint<long>> Points => front.Points;

    public void Set(long number, ImmutableArray<double> losses)
    {
        if (objectives < 2) return;
        if (!results.TryAdd(number, losses))
        {
            Remove(number);
            results[number] = losses;
        }

        front.Add(losses, number);
    }

    public void Remove(long number)
    {
        if (!results.Remove(number, out _)) return;
        front = new(objectives);
        foreach (var (other, losses) in results) front.Add(losses, other);
    }
}
