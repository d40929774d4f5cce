using ArchOpt.Search.Randomness;

namespace ArchOpt.Insight.Importance;

/// <summary>A random forest (Breiman 2001): trees over bootstrap samples, each judged by the trials that its sample left out.</summary>
/// <param name="OutOfBagR2">How much of the variance it predicts in trials that a tree has not seen; 0 is no better than the mean, and it may be negative.</param>
internal sealed record RandomForest(IReadOnlyList<RegressionTree> Trees, double OutOfBagR2)
{
    /// <param name="losses">One per row of the data.</param>
    /// <param name="rows">The rows to learn from.</param>
    public static RandomForest Fit(ForestData data, double[] losses, int[] rows, int trees, int smallestLeaf, long seed)
    {
        var growth = new TreeGrowth(data, losses, smallestLeaf);
        var grown = new List<RegressionTree>(trees);
        var predicted = new double[losses.Length];
        var votes = new int[losses.Length];
        var inBag = new bool[losses.Length];
        var sample = new int[rows.Length];
        for (var t = 0; t < trees; t++)
        {
            var stream = RandomStream.For(seed, t);
            Array.Clear(inBag);
            for (var i = 0; i < sample.Length; i++) inBag[sample[i] = rows[stream.NextInt32(rows.Length)]] = true;
            var tree = growth.Grow(sample, stream);
            grown.Add(tree);
            foreach (var row in rows)
            {
                if (inBag[row]) continue;
                predicted[row] += tree.Predict(data.Bins, row);
                votes[row]++;
            }
        }

        return new(grown, R2(losses, rows, predicted, votes));
    }

    private static double R2(double[] losses, int[] rows, double[] predicted, int[] votes)
    {
        int[] judged = [.. rows.Where(row => votes[row] > 0)];
        if (judged.Length < 2) return 0;
        var mean = judged.Average(row => losses[row]);
        var total = judged.Sum(row => Square(losses[row] - mean));
        return total > 0 ? 1 - judged.Sum(row => Square(losses[row] - predicted[row] / votes[row])) / total : 0;
    }

    private static double Square(double value) => value * value;
}
