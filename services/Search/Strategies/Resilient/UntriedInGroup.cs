using System.Numerics;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>
/// Walks the configurations of a group that is finite and small, for what steps and samples did not find. Observed ones and those
/// that break rules stay so, and are walked past for good; the remembered position is a cache of that.
/// </summary>
internal sealed class UntriedInGroup(ModelGroupSpace space)
{
    /// <summary>A larger space is not walked: in it, samples find something untried.</summary>
    private const int Limit = 100_000;

    private readonly Lazy<SpaceEnumeration?> points = new(() =>
        SpaceEnumeration.TryOf(space.Space) is { } all && all.Count <= Limit ? all : null);

    private BigInteger position = BigInteger.Zero;

    /// <summary>Whether it can be told that nothing is left; of a larger group it cannot.</summary>
    public bool IsWalkable => points.Value is not null;

    /// <summary>The first that was neither observed nor is otherwise refused; null when none is left, or the group is large.</summary>
    /// <param name="isObserved">Never false again once it was true.</param>
    /// <param name="isRefused">May change.</param>
    public Configuration? First(Func<Configuration, bool> isObserved, Func<Configuration, bool> isRefused)
    {
        if (points.Value is not { } all) return null;
        var isPast = true;
        for (var at = position; at < all.Count; at++)
        {
            var configuration = all.At(at);
            if (!space.Holds(configuration) || isObserved(configuration))
            {
                if (isPast) position = at + 1;
                continue;
            }

            isPast = false;
            if (!isRefused(configuration)) return configuration;
        }

        return null;
    }
}
