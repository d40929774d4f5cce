using System.Numerics;
using System.Runtime.InteropServices;
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
    private const double Smallest = 1e-300; // keeps logarithms finite where a level is hundreds of deviations away

    private readonly TreeDimension dimension;
    private readonly double bandwidth;
    private readonly double[] centres;
    private readonly bool[] known; // whether the trial has the dimension
    private readonly double[] scale = []; // log of the density at the centre
    private readonly double[] precision = []; // 1 / (2 h^2)
    private readonly int[] levels = []; // the last index is "not active"
    private readonly double[] table = []; // log of the mass at a level, for each level of the centre

    public ParzenColumn(TreeDimension dimension, int index, ParzenTrial[] trials, double bandwidth)
    {
        this.dimension = dimension;
        this.bandwidth = bandwidth;
        centres = new double[trials.Length];
        known = new bool[trials.Length];
        for (var k = 0; k < centres.Length; k++)
        {
            var trial = trials[k];
            known[k] = trial.Active[index];
            centres[k] = trial.Point[index];
        }

        if (dimension.HasMasses)
        {
            levels = new int[centres.Length];
            for (var k = 0; k < levels.Length; k++) levels[k] = known[k] ? (int)dimension.LevelOf(centres[k]) : -1;
            if (dimension.IsTabular) table = Table(dimension, levels, bandwidth);
            return;
        }

        scale = new double[centres.Length];
        precision = new double[centres.Length];
        Gaussian.LogMassOfUnit(centres, bandwidth, scale);
        var peak = -Gaussian.LogSqrtTwoPi - Math.Log(bandwidth);
        for (var k = 0; k < centres.Length; k++)
        {
            scale[k] = known[k] ? peak - scale[k] : 0;
            precision[k] = known[k] ? 0.5 / (bandwidth * bandwidth) : 0;
        }
    }

    /// <summary>The log of the uniform kernel: a density where continuous, a mass (the level's share) where there are levels.</summary>
    public double LogUniform(double unit)
    {
        if (!dimension.HasMasses) return 0;
        if (!dimension.IsTabular) return -Math.Log(dimension.Levels);
        var level = (int)dimension.LevelOf(unit);
        return Math.Log(dimension.Edges[level + 1] - dimension.Edges[level]);
    }

    /// <summary>Whether every trial has the dimension.</summary>
    public bool IsActiveInAll => !known.AsSpan().Contains(false);

    public bool IsActive(int kernel) => known[kernel];

    /// <summary>Adds each kernel's log density at a coordinate.</summary>
    public void AddLog(double unit, Span<double> sums)
    {
        if (table.Length > 0)
        {
            var row = table.AsSpan((int)dimension.LevelOf(unit) * (int)(dimension.Levels + 1));
            for (var k = 0; k < sums.Length; k++) sums[k] += row[levels[k] < 0 ? (int)dimension.Levels : levels[k]];
        }
        else if (dimension.HasMasses)
        {
            var level = (int)dimension.LevelOf(unit);
            double uniform = LogUniform(unit), same = Math.Log(1 - bandwidth), other = Math.Log(bandwidth / Math.Max(1, dimension.Levels - 1));
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
        if (!known[kernel]) return stream.NextDouble();
        if (dimension.Kind != DimensionKind.Categorical) return Gaussian.Truncated(centre, bandwidth, stream);
        if (dimension.Levels == 1 || stream.NextDouble() >= bandwidth) return centre;
        return (((levels[kernel] + 1 + stream.NextInt64(dimension.Levels - 1)) % dimension.Levels) + 0.5) / dimension.Levels;
    }

    private void AddLogNormal(double unit, Span<double> sums)
    {
        var x = new Vector<double>(unit);
        var targets = MemoryMarshal.Cast<double, Vector<double>>(sums);
        var means = MemoryMarshal.Cast<double, Vector<double>>(centres.AsSpan(0, sums.Length))[..targets.Length];
        var peaks = MemoryMarshal.Cast<double, Vector<double>>(scale.AsSpan(0, sums.Length))[..targets.Length];
        var precisions = MemoryMarshal.Cast<double, Vector<double>>(precision.AsSpan(0, sums.Length))[..targets.Length];
        for (var v = 0; v < targets.Length; v++)
        {
            var distance = x - means[v];
            targets[v] += peaks[v] - (precisions[v] * distance * distance);
        }

        for (var k = targets.Length * Vector<double>.Count; k < sums.Length; k++)
        {
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
            {
                var mass = Gaussian.Mass(mean, bandwidth, dimension.Edges[level], dimension.Edges[level + 1]) / whole;
                masses[level * (count + 1) + centre] = Math.Log(Math.Max(Smallest, mass));
            }
        }

        for (var level = 0; level < count; level++) masses[level * (count + 1) + count] = Math.Log(dimension.Edges[level + 1] - dimension.Edges[level]);
        return masses;
    }
}
