namespace ArchOpt.Search.Objectives;

/// <summary>The partial order of losses: smaller is better in every objective.</summary>
public static class ParetoDominance
{
    /// <summary>Whether <paramref name="first"/> is nowhere worse and somewhere better. Equal losses do not dominate each other.</summary>
    /// <exception cref="ArgumentException">The numbers of losses differ.</exception>
    public static bool Dominates(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length) throw new ArgumentException($"{first.Length} losses cannot be compared with {second.Length}.", nameof(second));
        var better = false;
        for (var i = 0; i < first.Length; i++)
        {
            if (!(first[i] <= second[i])) return false;
            better |= first[i] < second[i];
        }

        return better;
    }
}
