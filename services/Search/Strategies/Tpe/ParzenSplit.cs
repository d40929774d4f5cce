namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>
/// The two groups of Bergstra et al. (2011): the best share of the trials, and all others together with what is in flight (the
/// constant liar of Ginsbourger et al. 2010: until it is known, it counts as bad, so nothing is proposed next to it).
/// </summary>
internal static class ParzenSplit
{
    /// <summary>Beyond so many, good trials no longer narrow the search (the cap of Bergstra et al. 2013).</summary>
    public const int MostGood = 25;

    /// <summary>How many of so many trials are good: gamma x n, at least one, at most <see cref="MostGood"/>.</summary>
    public static int Size(double gamma, long trials) => (int)Math.Clamp(Math.Ceiling(gamma * trials), 1, MostGood);

    /// <param name="ranked">The best trials, best first, at least one.</param>
    /// <param name="sample">A sample of the trials that are not among them.</param>
    /// <param name="each">How many trials each of the sample stands for.</param>
    /// <param name="pending">What is in flight.</param>
    /// <param name="settings">Share of good trials, weight of the prior.</param>
    public static (ParzenGroup Good, ParzenGroup Bad) Of(
        IReadOnlyList<ParzenTrial> ranked, IReadOnlyList<ParzenTrial> sample, double each, IReadOnlyList<ParzenTrial> pending, TpeSettings settings)
    {
        var trials = ranked.Count + (long)Math.Round(sample.Count * each);
        var size = Math.Min(Size(settings.Gamma, trials), ranked.Count);
        var good = ParzenGroup.Of([.. ranked.Take(size)], RankWeights(size), settings.Prior);

        ParzenTrial[] others = [.. ranked.Skip(size), .. sample, .. pending];
        var weights = new double[others.Length];
        Array.Fill(weights, 1);
        Array.Fill(weights, each, ranked.Count - size, sample.Count);

        // The same share of both groups is prior, so that a region without any trial is neither good nor bad.
        var prior = weights.Length == 0 ? settings.Prior : weights.Sum() * settings.Prior / size;
        return (good, ParzenGroup.Of(others, weights, prior));
    }

    /// <summary>
    /// log(n + 1) - log(rank), scaled to a mean of 1: the recombination weights of Hansen and Ostermeier (2001). Like the weights by
    /// expected improvement of Watanabe (2023) the best count most, but no transformation of the losses changes them.
    /// </summary>
    public static double[] RankWeights(int count)
    {
        var weights = new double[count];
        for (var rank = 1; rank <= count; rank++) weights[rank - 1] = Math.Log(count + 1) - Math.Log(rank);
        var mean = weights.Sum() / count;
        return Array.ConvertAll(weights, weight => weight / mean);
    }
}
