namespace ArchOpt.Insight.Statistics;

/// <summary>Ranks 1, 2, ... n; tied values share the mean of theirs.</summary>
public static class Ranks
{
    public static double[] Of(ReadOnlySpan<double> values) => Of(values, out _);

    /// <param name="ties">The sum of t^3 - t over the groups of t tied values: what tie corrections are made of; 0 without ties.</param>
    public static double[] Of(ReadOnlySpan<double> values, out double ties)
    {
        var sorted = values.ToArray();
        var order = new int[values.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(sorted, order);
        var ranks = new double[values.Length];
        ties = 0;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start]) end++;
            for (var i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2.0;
            double size = end - start;
            ties += size * size * size - size;
        }

        return ranks;
    }
}
