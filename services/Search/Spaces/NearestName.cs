namespace ArchOpt.Search.Spaces;

/// <summary>Finds what somebody probably meant by a misspelt name.</summary>
public static class NearestName
{
    /// <summary>
    /// The candidate with the smallest edit distance (insert, delete, replace, swap of neighbours; case ignored), the
    /// earlier one on a tie; null when even that one differs in more than a third of its letters (but two edits are always forgiven
    /// in names of four letters and more).
    /// </summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var distance = Distance(name, candidate);
            var length = Math.Max(name.Length, candidate.Length);
            if (distance >= least || distance >= length || distance > Math.Max(length >= 4 ? 2 : 1, length / 3)) continue;
            least = distance;
            nearest = candidate;
        }

        return nearest;
    }

    /// <summary><c>, did you mean 'model'?</c>, or nothing when no candidate is near.</summary>
    public static string Hint(string name, IEnumerable<string> candidates) =>
        Of(name, candidates) is { } nearest ? $", did you mean '{nearest}'?" : "";

    /// <summary>Optimal string alignment distance: three rows suffice.</summary>
    private static int Distance(string a, string b)
    {
        int[] before = new int[b.Length + 1], previous = new int[b.Length + 1], current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) previous[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = previous[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                current[j] = Math.Min(replace, 1 + Math.Min(previous[j], current[j - 1]));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
