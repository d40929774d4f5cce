using System.Collections.Immutable;

namespace ArchOpt.Search.Objectives;

/// <summary>
/// The volume between a set of points and a reference point: the one measure of a front that grows whenever the front does (Zitzler and
/// Thiele 1998). Losses are minimised; only points better than the reference in every objective count.
/// </summary>
/// <remarks>
/// Exact in any number of objectives: a sweep for two, and for more the sum of exclusive volumes of While, Bradstreet and Barone
/// (A fast way of calculating exact hypervolumes, 2012; "WFG"), whose cost grows exponentially with the objectives only in the worst case.
/// </remarks>
public static class Hypervolume
{
    /// <summary>The volume that at least one of the points dominates; 0 when none is better than the reference.</summary>
    /// <param name="points">Losses, in any order; dominated and equal points are welcome and add nothing.</param>
    /// <param name="reference">One finite bound per objective, at least one.</param>
    /// <exception cref="ArgumentException">A point has another number of losses, or one that is NaN.</exception>
    public static double Of(IEnumerable<ImmutableArray<double>> points, ImmutableArray<double> reference)
    {
        var better = new List<double[]>();
        foreach (var point in points)
        {
            if (IsBetter(point, reference)) better.Add([.. point]);
        }

        return Volume(NotDominated(better), reference.AsSpan());
    }

    /// <summary>How much the volume grows when the point joins the others.</summary>
    /// <inheritdoc cref="Of"/>
    public static double Gain(ImmutableArray<double> point, IEnumerable<ImmutableArray<double>> others, ImmutableArray<double> reference)
    {
        if (!IsBetter(point, reference)) return 0;
        var better = new List<double[]>();
        foreach (var other in others)
        {
            if (IsBetter(other, reference)) better.Add([.. other]);
        }

        return Exclusive(point.AsSpan(), better, reference.AsSpan());
    }

    private static bool IsBetter(ImmutableArray<double> point, ImmutableArray<double> reference)
    {
        if (reference.IsDefaultOrEmpty || !reference.All(double.IsFinite)) throw new ArgumentException("The reference must have finite losses, at least one.", nameof(reference));
        if (point.IsDefault || point.Length != reference.Length) throw new ArgumentException($"A point has {reference.Length} losses, like the reference.", nameof(point));
        var better = true;
        for (var i = 0; i < point.Length; i++)
        {
            if (double.IsNaN(point[i])) throw new ArgumentException("A loss must be a number (was NaN).", nameof(point));
            better &= point[i] < reference[i];
        }

        return better;
    }

    /// <param name="front">Points that do not dominate each other, all better than the reference.</param>
    /// <param name="reference">The corner.</param>
    private static double Volume(List<double[]> front, ReadOnlySpan<double> reference)
    {
        if (front.Count == 0) return 0;
        if (reference.Length == 1) return reference[0] - front.Min(point => point[0]);
        if (reference.Length == 2) return Area(front, reference);
        if (front.Count == 1) return Box(front[0], reference);

        var last = reference.Length - 1;
        front.Sort((a, b) => b[last].CompareTo(a[last])); // the worst first: what it leaves of the others is the smallest
        var volume = 0.0;
        for (var i = 0; i < front.Count; i++) volume += Exclusive(front[i], front[(i + 1)..], reference);
        return volume;
    }

    private static double Exclusive(ReadOnlySpan<double> point, List<double[]> others, ReadOnlySpan<double> reference)
    {
        var limited = new List<double[]>(others.Count);
        foreach (var other in others)
        {
            var worse = new double[point.Length];
            for (var i = 0; i < worse.Length; i++) worse[i] = Math.Max(point[i], other[i]);
            limited.Add(worse);
        }

        return Box(point, reference) - Volume(NotDominated(limited), reference);
    }

    private static double Area(List<double[]> front, ReadOnlySpan<double> reference)
    {
        front.Sort(static (a, b) => a[0].CompareTo(b[0]));
        var (area, bound) = (0.0, reference[1]);
        foreach (var point in front)
        {
            if (point[1] >= bound) continue;
            area += (reference[0] - point[0]) * (bound - point[1]);
            bound = point[1];
        }

        return area;
    }

    private static double Box(ReadOnlySpan<double> point, ReadOnlySpan<double> reference)
    {
        var volume = 1.0;
        for (var i = 0; i < point.Length; i++) volume *= reference[i] - point[i];
        return volume;
    }

    /// <summary>Each once, without what another one dominates.</summary>
    private static List<double[]> NotDominated(List<double[]> points)
    {
        var front = new List<double[]>(points.Count);
        foreach (var point in points)
        {
            if (front.Exists(other => ParetoDominance.Dominates(other, point) || other.AsSpan().SequenceEqual(point))) continue;
            front.RemoveAll(other => ParetoDominance.Dominates(point, other));
            front.Add(point);
        }

        return front;
    }
}
