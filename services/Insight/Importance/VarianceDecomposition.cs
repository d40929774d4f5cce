using System.Numerics;

namespace ArchOpt.Insight.Importance;

/// <summary>
/// Splits the variance of one tree over the whole space into parts of single parameters and of pairs, exactly: each leaf is a box, so marginals are sums
/// over leaves (Hutter, Hoos and Leyton-Brown 2014, algorithm 1).
/// </summary>
internal sealed class VarianceDecomposition
{
    private const int Side = 65;
    private readonly ForestData data;
    private readonly RegressionTree tree;
    private readonly double[] volumes;
    private readonly double[][] extents;
    private readonly double[] mains;
    private readonly double mean;

    public VarianceDecomposition(ForestData data, RegressionTree tree)
    {
        (this.data, this.tree) = (data, tree);
        var d = data.Columns.Length;
        volumes = new double[tree.Leaves.Count];
        extents = new double[tree.Leaves.Count][];
        var squares = 0.0;
        for (var l = 0; l < volumes.Length; l++)
        {
            var (box, value) = tree.Leaves[l];
            extents[l] = new double[d];
            var volume = 1.0;
            for (var c = 0; c < d; c++) volume *= extents[l][c] = Extent(data.Weights[c], box[c]);
            volumes[l] = volume;
            mean += volume * value;
        }

        for (var l = 0; l < volumes.Length; l++) squares += volumes[l] * (tree.Leaves[l].Value - mean) * (tree.Leaves[l].Value - mean);
        Total = squares;
        mains = [.. Enumerable.Range(0, d).Select(Main)];
    }

    /// <summary>The variance of the tree's prediction, each parameter uniform on its scale.</summary>
    public double Total { get; }

    /// <summary>The part of one column alone.</summary>
    public double OfColumn(int column) => mains[column];

    /// <summary>The part of two columns together that neither has alone.</summary>
    public double OfPair(int first, int second, double[] grid)
    {
        double[] w1 = data.Weights[first], w2 = data.Weights[second];
        Array.Clear(grid);
        for (var l = 0; l < volumes.Length; l++)
        {
            var box = tree.Leaves[l].Box;
            var weight = (tree.Leaves[l].Value - mean) * volumes[l] / (extents[l][first] * extents[l][second]);
            for (var rest = box[first]; rest != 0;)
            {
                var (from, to) = TakeRun(ref rest);
                for (var other = box[second]; other != 0;)
                {
                    var (low, high) = TakeRun(ref other);
                    grid[from * Side + low] += weight;
                    grid[from * Side + high] -= weight;
                    grid[to * Side + low] -= weight;
                    grid[to * Side + high] += weight;
                }
            }
        }

        var variance = 0.0;
        for (var i = 0; i < w1.Length; i++)
        {
            double row = 0, along = 0;
            for (var j = 0; j < w2.Length; j++)
            {
                along += grid[i * Side + j];
                var marginal = i == 0 ? along : grid[(i - 1) * Side + j] + along;
                grid[i * Side + j] = marginal; // summed up to here; differences below are still as they were
                row += w2[j] * marginal * marginal;
            }

            variance += w1[i] * row;
        }

        return Math.Max(0, variance - mains[first] - mains[second]);
    }

    /// <summary>Room for the sums of <see cref="OfPair"/>.</summary>
    public static double[] NewGrid() => new double[Side * Side];

    private double Main(int column)
    {
        Span<double> steps = stackalloc double[Side];
        steps.Clear();
        for (var l = 0; l < volumes.Length; l++)
        {
            var weight = (tree.Leaves[l].Value - mean) * volumes[l] / extents[l][column];
            for (var rest = tree.Leaves[l].Box[column]; rest != 0;)
            {
                var (from, to) = TakeRun(ref rest);
                steps[from] += weight;
                steps[to] -= weight;
            }
        }

        double variance = 0, marginal = 0;
        var weights = data.Weights[column];
        for (var bin = 0; bin < weights.Length; bin++)
        {
            marginal += steps[bin];
            variance += weights[bin] * marginal * marginal;
        }

        return variance;
    }

    private static double Extent(double[] weights, ulong bins)
    {
        var sum = 0.0;
        for (; bins != 0; bins &= bins - 1) sum += weights[BitOperations.TrailingZeroCount(bins)];
        return sum;
    }

    /// <summary>Takes the lowest run of neighbouring bins out of a set; the end is exclusive.</summary>
    private static (int From, int To) TakeRun(ref ulong bins)
    {
        var from = BitOperations.TrailingZeroCount(bins);
        var length = BitOperations.TrailingZeroCount(~(bins >> from));
        var to = from + length;
        bins = to >= 64 ? 0 : bins >> to << to;
        return (from, to);
    }
}
