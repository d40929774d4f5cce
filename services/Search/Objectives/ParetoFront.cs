using System.Collections.Immutable;

namespace ArchOpt.Search.Objectives;

/// <summary>One member of a <see cref="ParetoFront{T}"/>.</summary>
public sealed record ParetoPoint<T>(ImmutableArray<double> Losses, T Item);

/// <summary>
/// The points that no other point dominates, kept up to date point by point. All losses are minimised. Points with equal losses
/// are all members: none of them dominates the other, and a person may have a reason to prefer one.
/// </summary>
/// <remarks>
/// Adding costs one comparison with each member. The members do not depend on the order in which points were added, apart
/// from their own order, which is that order. Only feasible points belong here: who adds decides. Not thread-safe.
/// </remarks>
/// <typeparam name="T">What the losses are of: a trial number, a configuration.</typeparam>
/// <param name="objectives">How many losses a point has, at least 1.</param>
public sealed class ParetoFront<T>(int objectives)
{
    private readonly List<ParetoPoint<T>> points = [];

    public int Objectives { get; } = objectives >= 1
        ? objectives
        : throw new ArgumentOutOfRangeException(nameof(objectives), objectives, "A point has at least one loss.");

    /// <summary>The members, oldest first.</summary>
    public IReadOnlyList<ParetoPoint<T>> Points => points;

    /// <summary>Adds a point unless a member dominates it, and drops the members that it dominates. Tells whether it is a member now.</summary>
    /// <exception cref="ArgumentException">Another number of losses, or one that is not finite.</exception>
    public bool Add(ImmutableArray<double> losses, T item)
    {
        if (losses.IsDefault || losses.Length != Objectives) throw new ArgumentException($"A point has {Objectives} losses.", nameof(losses));
        foreach (var loss in losses)
        {
            if (!double.IsFinite(loss)) throw new ArgumentException($"A loss must be finite (was {loss}).", nameof(losses));
        }

        foreach (var point in points)
        {
            if (ParetoDominance.Dominates(point.Losses.AsSpan(), losses.AsSpan())) return false;
        }

        points.RemoveAll(point => ParetoDominance.Dominates(losses.AsSpan(), point.Losses.AsSpan()));
        points.Add(new(losses, item));
        return true;
    }
}
