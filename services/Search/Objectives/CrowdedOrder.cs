namespace ArchOpt.Search.Objectives;

/// <summary>A point's place in the <see cref="CrowdedOrder"/>.</summary>
/// <param name="Index">Which point.</param>
/// <param name="Rank">Its front, 0 for what nothing dominates.</param>
/// <param name="Crowding">How much room it has there; 0 where no losses are known.</param>
public readonly record struct CrowdedPlace(int Index, int Rank, double Crowding);

/// <summary>
/// The order by the crowded comparison (Deb et al. 2002, section III-B): front after front, and within one those with the most room first.
/// </summary>
public static class CrowdedOrder
{
    /// <summary>All points, best first; of equals, those that come first. Crowding is computed front by front as the answer is read.</summary>
    /// <param name="points">With equally many losses where they have any.</param>
    public static IEnumerable<CrowdedPlace> Of(IReadOnlyList<Fitness> points)
    {
        var ranks = NonDominatedSorting.Ranks(points.Count, (i, j) => points[i].Dominates(points[j]));
        return Enumerable.Range(0, points.Count)
            .GroupBy(i => ranks[i])
            .OrderBy(front => front.Key)
            .SelectMany(front => Places([.. front], front.Key).OrderByDescending(place => place.Crowding));

        // A front is of one tier: room means something where there are losses, and what violates equally much has none.
        IEnumerable<CrowdedPlace> Places(int[] front, int rank)
        {
            var crowding = points[front[0]].Losses.IsEmpty ? new double[front.Length] : CrowdingDistance.Of([.. front.Select(i => points[i].Losses)]);
            return front.Zip(crowding, (index, room) => new CrowdedPlace(index, rank, room));
        }
    }
}
