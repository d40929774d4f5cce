using System.Numerics;
using System.Runtime.InteropServices;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>A density over the tree: one kernel per trial of a group plus a uniform prior.</summary>
internal abstract class ParzenMixture
{
    private const double Negligible = -40; // e^-40 of the largest term changes no digit of a sum

    protected ParzenMixture(ParzenTree tree, ParzenGroup group, double[] bandwidths)
    {
        Tree = tree;
        Group = group;
        Columns = new ParzenColumn[tree.Dimensions.Length];
        for (var d = 0; d < Columns.Length; d++) Columns[d] = new(tree.Dimensions[d], d, group.Trials, bandwidths[d]);
        LogWeights = Array.ConvertAll(group.Weights, Math.Log);
    }

    protected ParzenTree Tree { get; }

    protected ParzenGroup Group { get; }

    protected ParzenColumn[] Columns { get; }

    protected double[] LogWeights { get; }

    /// <summary>The log of the density (of the mass, in dimensions with levels) over the active dimensions.</summary>
    public abstract double Log(ReadOnlySpan<double> point, ReadOnlySpan<bool> active);

    /// <summary>Draws a point of the space, with the activity that follows from it.</summary>
    public abstract void Draw(Span<double> point, Span<bool> active, RandomStream stream);

    /// <summary>A kernel by its weight; -1 is the prior.</summary>
    protected static int Choose(ReadOnlySpan<double> weights, double prior, RandomStream stream)
    {
        var total = prior;
        foreach (var weight in weights) total += weight;
        var at = stream.NextDouble() * total;
        for (var k = 0; k < weights.Length; k++)
        {
            if (at < weights[k]) return k;
            at -= weights[k];
        }

        return -1;
    }

    /// <summary>log(e^first + sum of e^rest).</summary>
    protected static double LogSumExp(double first, ReadOnlySpan<double> rest)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(rest);
        var tail = rest[(vectors.Length * Vector<double>.Count)..];
        var most = new Vector<double>(first);
        foreach (var vector in vectors) most = Vector.ConditionalSelect(Vector.GreaterThan(vector, most), vector, most);
        var largest = first;
        for (var lane = 0; lane < Vector<double>.Count; lane++) largest = Math.Max(largest, most[lane]);
        foreach (var term in tail) largest = Math.Max(largest, term);
        if (double.IsNegativeInfinity(largest)) return largest;
        var sum = Math.Exp(first - largest);
        var total = Vector<double>.Zero;
        foreach (var vector in vectors)
        {
            var shifted = vector - new Vector<double>(largest);
            if (Vector.LessThanAll(shifted, new Vector<double>(Negligible))) continue;
            total += Vector.Exp(shifted);
        }

        sum += Vector.Sum(total);
        foreach (var term in tail) sum += Math.Exp(term - largest);
        return largest + Math.Log(sum);
    }
}
