using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ArchOpt.Search.Objectives;

/// <summary>
/// The volume between a set of points and a reference point: the one measure of a front that grows whenever the front does (Zitzler and
/// Thiele 1998). Losses are minimised; only points better than the reference in every objective count.
/// </summary>
/// <remarks>
/// Exact in any number of objectives: a sweep for two, and for more the sum of exclusive volumes of While, Bradstreet and Barone (A fast way
/// of calculating exact hypervolumes, 2012; "WFG"), taken in the order of the last objective, so that each is a volume in one objective fewer
/// times a height. For three objectives that is about n^2 log n; beyond, the worst case grows exponentially with the objectives.
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

        return Volume(better, reference.AsSpan());
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

    /// <param name="points">All better than the reference; only as many of their losses are looked at as the reference has.</param>
    /// <param name="reference">The corner.</param>
    private static double Volume(List<double[]> points, ReadOnlySpan<double> reference)
    {
        if (points.Count == 0) return 0;
        if (reference.Length == 1) return reference[0] - points.Min(point => point[0]);
        if (reference.Length == 2) return Area(points, reference);

        var last = reference.Length - 1;
        var front = NotDominated(points, reference.Length);
        front.Sort((a, b) => b[last].CompareTo(a[last])); // the worst first: wherever a later point overlaps it, it does so over the whole height
        var volume = 0.0;
        for (var i = 0; i < front.Count; i++)
            volume += (reference[last] - front[i][last]) * Exclusive(front[i], CollectionsMarshal.AsSpan(front)[(i + 1)..], reference[..last]);
        return volume;
    }

    private static double Exclusive(ReadOnlySpan<double> point, ReadOnlySpan<double[]> others, ReadOnlySpan<double> reference)
    {
        var limited = new List<double[]>(others.Length);
        foreach (var other in others)
        {
            var worse = new double[reference.Length];
            for (var i = 0; i < worse.Length; i++) worse[i] = Math.Max(point[i], other[i]);
            limited.Add(worse);
        }

        return Box(point, reference) - Volume(limited, reference);
    }

    private static double Area(List<double[]> points, ReadOnlySpan<double> reference)
    {
        points.Sort(static (a, b) => a[0].CompareTo(b[0]));
        var (area, bound) = (0.0, reference[1]);
        foreach (var point in points)
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
        for (var i = 0; i < reference.Length; i++) volume *= reference[i] - point[i];
        return volume;
    }

    /// <summary>Each once, without what another one dominates.</summary>
    private static List<double[]> NotDominated(List<double[]> points, int objectives)
    {
        var front = new List<double[]>(points.Count);
        foreach (var point in points)
        {
            if (front.Exists(other => IsNoWorse(other, point, objectives))) continue;
            front.RemoveAll(other => IsNoWorse(point, other, objectives));
            front.Add(point);
        }

        return front;
    }

    private static bool IsNoWorse(double[] first, double[] second, int objectives)
    {
        for (var i = 0; i < objectives; i++)
        {
            if (first[i] > second[i]) return false;
        }

        return true;
    }
}
