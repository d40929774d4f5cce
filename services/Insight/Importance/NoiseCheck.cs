using ArchOpt.Search.Randomness;

namespace ArchOpt.Insight.Importance;

/// <summary>
/// Asks whether importance is more than noise, of small forests over the same trials. As a whole: does a forest predict unseen trials better than forests over
/// shuffled objectives do (a permutation test, as Altmann et al. 2010 use it)? One by one: is a parameter more important than shuffled copies of the parameters are in
/// the same forest (Boruta: Kursa and Rudnicki 2010)? The copies meet the noise that the other parameters leave, which shuffled objectives do not.
/// </summary>
internal sealed class NoiseCheck
{
    private const int Rounds = 19; // the smallest p-value is 1/20
    private const int Trees = 12;
    private const int MostRows = 600;
    private const int SmallestLeaf = 5;
    private const double Alpha = 0.05;
    private const long Seed = 20_100_412;

    private readonly double p;
    private readonly double[] shares;
    private readonly double noise;

    private NoiseCheck(double p, double[] shares, double noise) => (this.p, this.shares, this.noise) = (p, shares, noise);

    public static NoiseCheck Of(ForestData data)
    {
        var stream = RandomStream.For(Seed);
        int[] rows = [.. Enumerable.Range(0, data.Losses.Length)];
        if (rows.Length > MostRows)
        {
            Shuffle(rows, stream);
            rows = rows[..MostRows];
            Array.Sort(rows);
        }

        var columns = data.Columns.Length;
        var own = new double[columns];
        var largestShadow = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            var shadowed = data.WithShadows(stream);
            var found = Shares(shadowed, Forest(shadowed, data.Losses, rows, round));
            for (var c = 0; c < columns; c++) own[c] += found[c] / Rounds;
            largestShadow = Math.Max(largestShadow, found.AsSpan(columns).ToArray().Max());
        }

        return new(PValue(data, rows, stream), own, largestShadow);
    }

    /// <summary>Against the largest share of any shuffled copy in any round, so that many parameters make no false alarm more likely.</summary>
    public bool IsAboveNoise(int column) => p <= Alpha && shares[column] > noise;

    public ImportanceEvidence Evidence(double outOfBagR2, int trials)
    {
        var supports = p <= Alpha && outOfBagR2 > 0;
        var known = $"a forest over {trials} trials predicts {NumberText.Percent(Math.Max(0, outOfBagR2))} of the variance of unseen ones";
        return new(outOfBagR2, p, supports, supports
            ? $"The ranking rests on more than noise: {known}, and none of {Rounds} forests over shuffled objectives did as well."
            : $"The data cannot support a ranking: {known}, which is no better than with shuffled objectives.");
    }

    internal static void Shuffle<T>(T[] items, RandomStream stream)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var other = stream.NextInt32(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    private static double PValue(ForestData data, int[] rows, RandomStream stream)
    {
        var observed = Forest(data, data.Losses, rows, Rounds).OutOfBagR2;
        var asGood = 0;
        for (var round = 0; round < Rounds; round++)
        {
            int[] order = [.. rows];
            Shuffle(order, stream);
            var losses = new double[data.Losses.Length];
            for (var i = 0; i < rows.Length; i++) losses[rows[i]] = data.Losses[order[i]];
            if (Forest(data, losses, rows, Rounds + 1 + round).OutOfBagR2 >= observed) asGood++;
        }

        return (asGood + 1.0) / (Rounds + 1);
    }

    private static RandomForest Forest(ForestData data, double[] losses, int[] rows, long number) =>
        RandomForest.Fit(data, losses, rows, Trees, Math.Clamp(rows.Length / 10, 1, SmallestLeaf), RandomStream.Derive(Seed, number));

    private static double[] Shares(ForestData data, RandomForest forest)
    {
        VarianceDecomposition[] parts = [.. forest.Trees.Select(tree => new VarianceDecomposition(data, tree))];
        return [.. Enumerable.Range(0, data.Columns.Length).Select(c => parts.Average(part => part.Total > 0 ? part.OfColumn(c) / part.Total : 0))];
    }
}
