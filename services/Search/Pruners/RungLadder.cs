using System.Collections.Immutable;

namespace ArchOpt.Search.Pruners;

/// <summary>The steps of a geometric ladder of rungs.</summary>
internal static class RungLadder
{
    /// <summary>No run is that long: a ladder without a top ends here.</summary>
    private const double Highest = 1e15;

    /// <summary>first, first x eta, first x eta^2, ... below the top, as whole steps of at least 1.</summary>
    /// <param name="top">The step at which every run ends, where nothing is left to stop; null for none.</param>
    public static ImmutableArray<long> Of(double first, double eta, double? top)
    {
        var rungs = ImmutableArray.CreateBuilder<long>();
        for (var resource = first; resource < Math.Min(top ?? Highest, Highest); resource *= eta)
        {
            // The tolerance keeps 81/3^4 x 3^4 below 81 where rounding would have it the other way round.
            var step = Math.Max(1, (long)Math.Round(resource));
            if (top is { } end && step >= end - (1e-9 * end)) break;
            if (rungs.Count == 0 || step > rungs[^1]) rungs.Add(step);
        }

        return rungs.ToImmutable();
    }
}
