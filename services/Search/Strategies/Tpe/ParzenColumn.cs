using System.Numerics;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>
/// The kernels of one group in one dimension: a truncated normal where values are continuous, its mass over each level's share
/// where they are ordered levels, and the kernel of Aitchison and Aitken (1976) where they have no order. A trial in
/// which the dimension is not active knows nothing about it: its kernel there is uniform.
/// </summary>
internal sealed class ParzenColumn
{
    private readonly TreeDimension dimension;
    private readonly double bandwidth;
    private readonly double[] centres;
    private readonly double[] scale = []; // log of the density at the centre
    private readonly double[] precision = []; // 1 / (2 h^2)
    private readonly int[] levels = []; // the last index is "not active"
    private readonly double[] table = []; // log of the mass at a level, for each level of the centre

    public ParzenColumn(TreeDimension dimension, int index, IReadOnlyList<ParzenTrial> trials, double bandwidth)
    {
        this.dimension = dimension;
        this.bandwidth = bandwidth;
        centres = new double[trials.Count];
        for (var k = 0; k < centres.Length; k++) centres[k] = trials[k].Active[index] ? trials[k].Point[index] : double.NaN;
        if (dimension.IsTabular || dimension.Kind == DimensionKind.Categorical)
        {
            levels = Array.ConvertAll(centres, centre => double.IsNaN(centre) ? -1 : (int)dimension.LevelOf(centre));
            if (dimension.IsTabular) table = Table(dimension, levels, bandwidth);
            return;
        }

        scale = new double[centres.Length];
        precision = new double[centres.Length];
        for (var k = 0; k < centres.Length; k++)
        {
            if (double.IsNaN(centres[k])) continue;
            scale[k] = -Gaussian.LogSqrtTwoPi - Math.Log(bandwidth * Gaussian.Mass(centres[k], bandwidth, 0, 1));
            precision[k] = 0.5 / (bandwidth * bandwidth);
        }
    }

    /// <summary>The log of the uniform kernel: a density where continuous, a mass where there are levels.</summary>
    public double LogUniform => scale.Length > 0 || dimension.Levels == 0 || (dimension.Kind == DimensionKind.Ordered && !dimension.IsTabular)
        ? 0 : -Math.Log(dimension.Levels);

    public bool IsActive(int kernel) => !double.IsNaN(centres[kernel]);

    /// <summary>Adds each kernel's log density at a coordinate.</summary>
    public void AddLog(double unit, Span<double> sums)
    {
        if (table.Length > 0)
        {
            var row = table.AsSpan((int)dimension.LevelOf(unit) * (int)(dimension.Levels + 1));
            for (var k = 0; k < sums.Length; k++) sums[k] += row[levels[k] < 0 ? (int)dimension.Levels : levels[k]];
        }
        else if (levels.Length > 0)
        {
            var level = (int)dimension.LevelOf(unit);
            double uniform = LogUniform, same = Math.Log(1 - bandwidth), other = Math.Log(bandwidth / Math.Max(1, dimension.Levels - 1));
            if (dimension.Levels == 1) same = 0;
            for (var k = 0; k < sums.Length; k++) sums[k] += levels[k] < 0 ? uniform : levels[k] == level ? same : other;
        }
        else
        {
            AddLogNormal(unit, sums);
        }
    }

    /// <summary>A coordinate drawn from one kernel.</summary>
    public double Draw(int kernel, RandomStream stream)
    {
        var centre = centres[kernel];
        if (double.IsNaN(centre)) return stream.NextDouble();
        if (dimension.Kind != DimensionKind.Categorical) return Gaussian.Truncated(centre, bandwidth, stream);
        if (dimension.Levels == 1 || stream.NextDouble() >= bandwidth) return centre;
        return (((levels[kernel] + 1 + stream.NextInt64(dimension.Levels - 1)) % dimension.Levels) + 0.5) / dimension.Levels;
    }

    private void AddLogNormal(double unit, Span<double> sums)
    {
        var k = 0;
        var x = new Vector<double>(unit);
        for (; k <= sums.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            var target = sums[k..];
            var distance = x - new Vector<double>(centres, k);
            var p = new Vector<double>(precision, k);
            var term = Vector.ConditionalSelect(Vector.Equals(p, Vector<double>.Zero), Vector<double>.Zero, new Vector<double>(scale, k) - (p * distance * distance));
            (new Vector<double>(target) + term).CopyTo(target);
        }

        for (; k < sums.Length; k++)
        {
            if (precision[k] == 0) continue;
            var distance = unit - centres[k];
            sums[k] += scale[k] - (precision[k] * distance * distance);
        }
    }

    /// <summary>Rows by the level asked for, columns by the level of the centre; the last column is the uniform kernel.</summary>
    private static double[] Table(TreeDimension dimension, int[] levels, double bandwidth)
    {
        var count = (int)dimension.Levels;
        var masses = new double[count * (count + 1)];
        var used = new bool[count];
        foreach (var level in levels)
        {
            if (level >= 0) used[level] = true;
        }

        for (var centre = 0; centre < count; centre++)
        {
            if (!used[centre]) continue;
            var mean = dimension.At(centre);
            var whole = Gaussian.Mass(mean, bandwidth, 0, 1);
            for (var level = 0; level < count; level++)
                masses[level * (count + 1) + centre] = Math.Log(Math.Max(1e-300, Gaussian.Mass(mean, bandwidth, dimension.Edges[level], dimension.Edges[level + 1]) / whole));
        }

        for (var level = 0; level < count; level++) masses[level * (count + 1) + count] = -Math.Log(count);
        return masses;
    }
}
