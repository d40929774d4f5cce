namespace ArchOpt.Insight.Importance;

/// <summary>One node; a leaf when <see cref="Column"/> is negative.</summary>
/// <param name="Column">The column that it splits on.</param>
/// <param name="LeftBins">The bins that go left.</param>
/// <param name="Value">The mean of the trials in it.</param>
internal readonly record struct TreeNode(int Column, ulong LeftBins, int Left, int Right, double Value);

/// <summary>A leaf: for each column the set of bins that lead to it, and the value there.</summary>
internal readonly record struct TreeLeaf(ulong[] Box, double Value);

/// <summary>A regression tree over binned columns: where its leaves are, and what it predicts.</summary>
/// <param name="Gains">Column by column, by how much its splits lowered the sum of squared errors.</param>
internal sealed record RegressionTree(List<TreeNode> Nodes, List<TreeLeaf> Leaves, double[] Gains)
{
    public double Predict(byte[][] bins, int row)
    {
        var node = Nodes[0];
        while (node.Column >= 0)
        {
            // A trial without the parameter reaches such a split only where no trial of the tree lacked it: it goes with the nearest bins.
            var bin = bins[node.Column][row];
            var isLeft = bin == ForestData.Inactive ? (node.LeftBins & 1) != 0 : (node.LeftBins >> bin & 1) != 0;
            node = Nodes[isLeft ? node.Left : node.Right];
        }

        return node.Value;
    }
}
