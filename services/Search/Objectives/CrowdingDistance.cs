using System.Collections.Immutable;

namespace ArchOpt.Search.Objectives;

/// <summary>How much room each point of a front has (Deb et al. 2002, section III-B): what keeps a population spread along it.</summary>
public static class CrowdingDistance
{
    /// <summary>
    /// Per point the sum over objectives of the distance between its two neighbours, relative to the front's range; +infinity for those at an end of
    /// some objective. An objective in which all are equal says nothing.
    /// </summary>
    /// <param name="front">Losses, equally many per point.</param>
    public static double[] Of(IReadOnlyList<ImmutableArray<double>> front)
    {
        var distances = new double[front.Count];
        var objectives = front.Count == 0 ? 0 : front[0].Length;
        for (var objective = 0; objective < objectives; objective++)
        {
            var order = Enumerable.Range(0, front.Count).OrderBy(i => front[i][objective]).ToArray();
            var range = front[order[^1]][objective] - front[order[0]][objective];
            if (!(range > 0 && double.IsFinite(range))) continue;
            distances[order[0]] = distances[order[^1]] = double.PositiveInfinity;
            for (var i = 1; i < order.Length - 1; i++)
                distances[order[i]] += (front[order[i + 1]][objective] - front[order[i - 1]][objective]) / range;
        }

        return distances;
    }
}
