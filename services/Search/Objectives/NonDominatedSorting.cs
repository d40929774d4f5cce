namespace ArchOpt.Search.Objectives;

/// <summary>Sorts points into fronts: rank 0 is dominated by none, rank 1 only by those of rank 0, and so on (Deb, Pratap, Agarwal and Meyarivan 2002, section III-A).</summary>
public static class NonDominatedSorting
{
    /// <summary>The rank of each of <paramref name="count"/> points.</summary>
    /// <param name="count">How many points.</param>
    /// <param name="dominates">Whether the first point (by index) dominates the second; a strict partial order. Called once for each ordered pair.</param>
    public static int[] Ranks(int count, Func<int, int, bool> dominates)
    {
        var ranks = new int[count];
        var dominators = new int[count];
        var dominated = new List<int>[count];
        for (var i = 0; i < count; i++) dominated[i] = [];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                if (i == j || !dominates(i, j)) continue;
                dominated[i].Add(j);
                dominators[j]++;
            }
        }

        var front = Enumerable.Range(0, count).Where(i => dominators[i] == 0).ToList();
        for (var rank = 0; front.Count > 0; rank++)
        {
            var next = new List<int>();
            foreach (var i in front)
            {
                ranks[i] = rank;
                foreach (var j in dominated[i])
                {
                    if (--dominators[j] == 0) next.Add(j);
                }
            }

            front = next;
        }

        return ranks;
    }
}
