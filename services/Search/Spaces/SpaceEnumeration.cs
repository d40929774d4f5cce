using System.Numerics;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Spaces;

/// <summary>
/// The configurations of a finite space as a sequence, addressed by index in any order at the same cost.
/// </summary>
/// <remarks>
/// Order: lexicographic, the first declared parameter varies slowest; levels ascend as declared; shorter lists come
/// before longer ones, and among equally long ones the last element varies fastest. Conditions are respected, so
/// every configuration appears exactly once. Rules are not: the caller skips what violates them. Not thread-safe.
/// </remarks>
public sealed class SpaceEnumeration
{
    private readonly SpaceCounting counting;

    private SpaceEnumeration(SpaceCounting counting) => this.counting = counting;

    /// <summary>How many configurations there are, rules ignored.</summary>
    public BigInteger Count => counting.Count;

    /// <summary>The enumeration of a space; null when it is continuous or its conditions are too entangled to count.</summary>
    public static SpaceEnumeration? TryOf(SearchSpace space)
    {
        if (SpaceSize.Continuous(space) > 0) return null;
        var counted = new SpaceCounting(space);
        return counted.IsExact ? new(counted) : null;
    }

    /// <exception cref="InvalidOperationException">The space is continuous, or its conditions are too entangled to count.</exception>
    public static SpaceEnumeration Of(SearchSpace space) => TryOf(space)
        ?? throw new InvalidOperationException($"The space cannot be enumerated: it is {SpaceSize.Of(space)}.");

    /// <exception cref="ArgumentOutOfRangeException">The index is not in 0..Count-1.</exception>
    public Configuration At(BigInteger index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return counting.At(index);
    }
}
