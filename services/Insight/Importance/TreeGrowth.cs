using System.Numerics;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Insight.Importance;

/// <summary>
/// Grows regression trees (Breiman et al. 1984) by the largest reduction of squared error, over a random five sixths of the columns at each node
/// (as Hutter, Hoos and Leyton-Brown 2014 do). Categories are split by the order of their means, which finds the best two sets.
/// </summary>
/// <remarks>
/// A conditional parameter is split on only among trials that all have it. Where some do not, the pair of splits "is it active?" and "which value?" is weighed as
/// one, and the first of them, which is a split on the parent, is made. So a tree is a function on the whole cube that is constant along what is not active,
/// and its variance can be decomposed like any other. Not thread-safe: it keeps its buffers.
/// </remarks>
internal sealed class TreeGrowth(ForestData data, double[] losses, int smallestLeaf)
{
    private readonly int[] counts = new int[64];
    private readonly double[] sums = new double[64];
    private readonly int[] binOrder = new int[64];
    private readonly int[] columnOrder = [.. Enumerable.Range(0, data.Columns.Length)];
    private readonly ulong[] whole = [.. data.Weights.Select(weights => ForestData.All(weights.Length))];
    private double[] values = [];
    private int[] spare = [];

    /// <param name="rows">The trials to learn from, repetitions allowed; their order is changed.</param>
    public RegressionTree Grow(int[] rows, RandomStream stream)
    {
        if (values.Length < rows.Length) (values, spare) = (new double[rows.Length], new int[rows.Length]);
        for (var c = 0; c < columnOrder.Length; c++) columnOrder[c] = c; // a tree depends on its stream, not on the trees before it
        var tree = new RegressionTree([], [], new double[whole.Length]);
        tree.Nodes.Add(default);
        var open = new Stack<(int Node, int Start, int End, ulong[] Box)>();
        open.Push((0, 0, rows.Length, whole));
        while (open.TryPop(out var next))
        {
            var (node, start, end, box) = next;
            var sum = 0.0;
            for (var i = start; i < end; i++) sum += values[i] = losses[rows[i]];
            var mean = sum / (end - start);
            var split = end - start < 2 * smallestLeaf ? default : Best(rows.AsSpan(start, end - start), values.AsSpan(start, end - start), sum, box, stream);
            if (split.Gain <= 0)
            {
                tree.Nodes[node] = new(-1, 0, 0, 0, mean);
                tree.Leaves.Add(new(box, mean));
                continue;
            }

            tree.Gains[split.Column] += split.Gain;
            var middle = start + Partition(rows.AsSpan(start, end - start), data.Bins[split.Column], split.LeftBins);
            var (left, right) = ((ulong[])box.Clone(), (ulong[])box.Clone());
            left[split.Column] &= split.LeftBins;
            right[split.Column] &= ~split.LeftBins;
            tree.Nodes[node] = new(split.Column, split.LeftBins, tree.Nodes.Count, tree.Nodes.Count + 1, mean);
            open.Push((tree.Nodes.Count, start, middle, left));
            open.Push((tree.Nodes.Count + 1, middle, end, right));
            tree.Nodes.Add(default);
            tree.Nodes.Add(default);
        }

        return tree;
    }

    private Split Best(ReadOnlySpan<int> rows, ReadOnlySpan<double> y, double sum, ulong[] box, RandomStream stream)
    {
        var best = default(Split);
        var floor = 1e-12 * rows.Length; // of a unit variance: less is rounding
        var looked = 0;
        var wanted = Math.Max(1, (5 * columnOrder.Length + 5) / 6);
        for (var i = 0; i < columnOrder.Length && looked < wanted; i++)
        {
            var other = i + stream.NextInt32(columnOrder.Length - i);
            (columnOrder[i], columnOrder[other]) = (columnOrder[other], columnOrder[i]);
            var column = columnOrder[i];
            if (BitOperations.IsPow2(box[column])) continue; // one bin is left
            var candidate = Of(column, rows, y, sum, box);
            if (candidate.Gain > floor && candidate.Gain > best.Gain) best = candidate;
            looked++;
        }

        return best;
    }

    private Split Of(int column, ReadOnlySpan<int> rows, ReadOnlySpan<double> y, double sum, ulong[] box)
    {
        var bins = data.Bins[column];
        var active = 0;
        var activeSum = 0.0;
        var used = 0UL;
        for (var i = 0; i < rows.Length; i++)
        {
            var bin = bins[rows[i]];
            if (bin == ForestData.Inactive) continue;
            counts[bin]++;
            sums[bin] += y[i];
            used |= 1UL << bin;
            active++;
            activeSum += y[i];
        }

        var inner = active == 0 ? default : Scan(column, active, active == rows.Length ? sum : activeSum, used);
        for (; used != 0; used &= used - 1)
        {
            var bin = BitOperations.TrailingZeroCount(used);
            (counts[bin], sums[bin]) = (0, 0);
        }

        return active == rows.Length ? inner : WithActivity(column, inner, active, rows, y, sum, box);
    }

    /// <summary>The split that makes a column active, worth what it and the best split after it gain.</summary>
    private Split WithActivity(int column, Split inner, int active, ReadOnlySpan<int> rows, ReadOnlySpan<double> y, double sum, ulong[] box)
    {
        if (inner.Gain <= 0 || active < smallestLeaf || rows.Length - active < smallestLeaf) return default;
        var (parent, allowed) = Array.Find(data.Requirements[column], r => (box[r.Parent] & ~r.Bins) != 0);
        if ((box[parent] & allowed) == 0) return default;
        var (with, total) = (0, 0.0);
        for (var i = 0; i < rows.Length; i++)
        {
            var bin = data.Bins[parent][rows[i]];
            if (bin == ForestData.Inactive) return default; // its own activity has to be settled first
            if ((allowed >> bin & 1) == 0) continue;
            with++;
            total += y[i];
        }

        if (with < smallestLeaf || rows.Length - with < smallestLeaf) return default;
        return new(parent, allowed, inner.Gain + Gain(with, total, rows.Length, sum));
    }

    /// <summary>The best cut through the bins that are counted.</summary>
    private Split Scan(int column, int n, double sum, ulong bins)
    {
        var used = 0;
        for (; bins != 0; bins &= bins - 1) binOrder[used++] = BitOperations.TrailingZeroCount(bins);

        var isCategorical = data.IsCategorical[column];
        if (isCategorical) binOrder.AsSpan(0, used).Sort((a, b) => (sums[a] / counts[a]).CompareTo(sums[b] / counts[b]) is not 0 and var order ? order : a - b);
        var best = default(Split);
        var (left, leftSum, leftBins) = (0, 0.0, 0UL);
        for (var i = 0; i + 1 < used; i++)
        {
            var bin = binOrder[i];
            left += counts[bin];
            leftSum += sums[bin];
            leftBins |= 1UL << bin;
            if (left < smallestLeaf) continue;
            if (n - left < smallestLeaf) break;
            var gain = Gain(left, leftSum, n, sum);
            if (gain <= best.Gain) continue;
            // Between two bins that hold trials the cut lies halfway.
            best = new(column, isCategorical ? leftBins : ForestData.All((bin + binOrder[i + 1] + 1) / 2), gain);
        }

        return best;
    }

    private static double Gain(int left, double leftSum, int n, double sum)
    {
        var difference = leftSum / left - (sum - leftSum) / (n - left);
        return difference * difference * left * (n - left) / n;
    }

    /// <summary>Stable; answers how many go left.</summary>
    private int Partition(Span<int> rows, byte[] bins, ulong leftBins)
    {
        int left = 0, right = 0;
        foreach (var row in rows)
        {
            if ((leftBins >> bins[row] & 1) != 0) rows[left++] = row;
            else spare[right++] = row;
        }

        spare.AsSpan(0, right).CopyTo(rows[left..]);
        return left;
    }

    private readonly record struct Split(int Column, ulong LeftBins, double Gain);
}
