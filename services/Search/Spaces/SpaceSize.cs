using System.Globalization;
using System.Numerics;

namespace ArchOpt.Search.Spaces;

/// <summary>How many configurations a space has, conditions respected and rules ignored (they are only known by trying).</summary>
/// <param name="Combinations">The number of configurations, counting every continuous parameter as one value.</param>
/// <param name="ContinuousParameters">How many float parameters without step there are, in lists too.</param>
/// <param name="IsExact">False when the conditions are too entangled to count; then Combinations is an upper bound.</param>
public sealed record SpaceSize(BigInteger Combinations, int ContinuousParameters, bool IsExact)
{
    public bool IsFinite => ContinuousParameters == 0;

    public static SpaceSize Of(SearchSpace space)
    {
        var counting = new SpaceCounting(space);
        return new(counting.Count, Continuous(space), counting.IsExact);
    }

    /// <summary><c>7,776 configurations</c>, or <c>continuous (2 continuous parameters x 12 combinations of the others)</c>.</summary>
    public override string ToString()
    {
        var count = (IsExact ? "" : "at most ") + Text(Combinations);
        if (IsFinite) return count + (Combinations.IsOne ? " configuration" : " configurations");
        var parameters = ContinuousParameters == 1 ? "1 continuous parameter" : $"{ContinuousParameters} continuous parameters";
        return Combinations.IsOne ? $"continuous ({parameters})" : $"continuous ({parameters} x {count} combinations of the others)";
    }

    internal static int Continuous(SearchSpace space) => space.Parameters.Sum(parameter => parameter switch
    {
        FloatParameter { Step: null } => 1,
        ListParameter list => Continuous(list.Element),
        _ => 0,
    });

    private static string Text(BigInteger count) => count < 1_000_000_000_000_000
        ? count.ToString("N0", CultureInfo.InvariantCulture)
        : "about " + count.ToString("0.0e0", CultureInfo.InvariantCulture);
}
