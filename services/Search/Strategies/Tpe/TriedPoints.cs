using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>Knows points again that can be met twice: those without an active continuous coordinate. A 64-bit hash each.</summary>
internal sealed class TriedPoints(ParzenTree tree)
{
    private readonly HashSet<ulong> keys = [];

    public void Add(ReadOnlySpan<double> point, ReadOnlySpan<bool> active)
    {
        if (Key(point, active) is { } key) keys.Add(key);
    }

    public bool Contains(ReadOnlySpan<double> point, ReadOnlySpan<bool> active) => Key(point, active) is { } key && keys.Contains(key);

    private ulong? Key(ReadOnlySpan<double> point, ReadOnlySpan<bool> active)
    {
        var key = 0UL;
        for (var d = 0; d < point.Length; d++)
        {
            if (active[d])
            {
                if (tree.Dimensions[d].Kind == DimensionKind.Continuous) return null;
                key ^= (ulong)tree.Dimensions[d].LevelOf(point[d]) + 1;
            }

            key = RandomStream.SplitMix(ref key);
        }

        return key;
    }
}
