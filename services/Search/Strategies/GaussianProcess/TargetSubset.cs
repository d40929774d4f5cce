using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>Which values a model of bounded size is conditioned on: the best, those around the best, the latest, and a spread of the others.</summary>
internal static class TargetSubset
{
    /// <param name="targets">All there are.</param>
    /// <param name="limit">At most so many are chosen; they keep their order.</param>
    /// <param name="merit">Lowest where it matters most to be right.</param>
    public static List<Target> Of(List<Target> targets, int limit, Func<Target, double> merit)
    {
        if (targets.Count <= limit) return targets;
        var chosen = new bool[targets.Count];
        var indices = Enumerable.Range(0, targets.Count).ToArray();
        var lowest = indices.MinBy(i => merit(targets[i]));
        var left = limit;
        Take(indices.OrderBy(i => merit(targets[i])), limit / 4);
        Take(indices.OrderBy(i => Distance(targets[i].Point, targets[lowest].Point)), limit / 4 + limit / 8);
        Take(indices.Reverse(), limit / 8);
        var rest = indices.Where(i => !chosen[i]).ToArray();
        Take(Enumerable.Range(0, left).Select(i => rest[(int)((long)i * rest.Length / left)]), left);
        return [.. indices.Where(i => chosen[i]).Select(i => targets[i])];

        void Take(IEnumerable<int> order, int count)
        {
            foreach (var i in order.Where(i => !chosen[i]).Take(count).ToArray())
            {
                chosen[i] = true;
                left--;
            }
        }
    }

    private static double Distance(EncodedPoint a, EncodedPoint b)
    {
        var sum = 0.0;
        for (var d = 0; d < a.Coordinates.Length; d++)
        {
            var difference = a.Active[d] == b.Active[d] ? a.Coordinates[d] - b.Coordinates[d] : 1;
            sum += difference * difference;
        }

        return sum;
    }
}
