using System.Collections.Immutable;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>
/// The encoded space as the tree of Bergstra et al. (2011): which dimensions are active follows from the coordinates of earlier
/// ones, so that points can be drawn and compared without building configurations.
/// </summary>
internal sealed class ParzenTree
{
    /// <summary>An ordered dimension with more levels is treated as continuous and rounded: its levels are finer than any useful bandwidth.</summary>
    public const int MostLevels = 64;

    private const double NotActive = 0.5;

    public ParzenTree(SearchSpace space, SpaceEncoding encoding)
    {
        var dimensions = ImmutableArray.CreateBuilder<TreeDimension>(encoding.Dimensions.Length);
        Describe(space, [], encoding, dimensions);
        Dimensions = dimensions.MoveToImmutable();
    }

    public ImmutableArray<TreeDimension> Dimensions { get; }

    /// <summary>Fills a point in the order of the tree: active coordinates by <paramref name="coordinate"/>, the others as the encoding does.</summary>
    public void Walk<T>(Span<double> point, Span<bool> active, T state, Func<int, T, double> coordinate)
    {
        active.Clear();
        for (var d = 0; d < Dimensions.Length; d++)
        {
            active[d] = IsActive(Dimensions[d], point, active);
            point[d] = active[d] ? Dimensions[d].Snap(coordinate(d, state)) : NotActive;
        }
    }

    private bool IsActive(TreeDimension dimension, ReadOnlySpan<double> point, ReadOnlySpan<bool> active)
    {
        foreach (var need in dimension.Needs)
        {
            if (!active[need.Dimension]) return false;
            var level = Dimensions[need.Dimension].LevelOf(point[need.Dimension]);
            if (level < need.AtLeast || (!need.Levels.IsEmpty && !need.Levels.Contains(level))) return false;
        }

        return true;
    }

    private static void Describe(
        SearchSpace space, ImmutableArray<TreeNeed> outer, SpaceEncoding encoding, ImmutableArray<TreeDimension>.Builder dimensions)
    {
        var needs = new Dictionary<string, ImmutableArray<TreeNeed>>(StringComparer.Ordinal); // of constants: they have no dimension
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var parameter in space.Parameters)
        {
            var own = outer;
            var impossible = false;
            foreach (var clause in parameter.When?.Clauses ?? [])
            {
                var parent = space.Parameters.First(p => p.Name == clause.Parameter);
                if (parent is ConstantParameter constant)
                {
                    own = [.. own, .. needs[clause.Parameter]];
                    impossible |= !clause.Values.Contains(constant.Value);
                }
                else
                {
                    var levels = clause.Values.Select(value => ParameterLevels.IndexOf(parent, value)).Where(level => level >= 0);
                    own = own.Add(new(places[clause.Parameter], [.. levels], 0));
                }
            }

            if (impossible) own = own.Add(new(dimensions.Count, [], long.MaxValue)); // a need of itself, which is not active yet
            needs[parameter.Name] = own;
            if (parameter is ConstantParameter) continue;
            var at = dimensions.Count;
            places[parameter.Name] = at;
            var encoded = encoding.Dimensions[at];
            dimensions.Add(new(encoded.Kind, encoded.Levels ?? 0, EdgesOf(encoded), parameter, own));
            if (parameter is not ListParameter list) continue;
            for (var slot = 0; slot < list.Max; slot++)
                Describe(list.Element, own.Add(new(at, [], slot + 1 - list.Min)), encoding, dimensions);
        }
    }

    private static ImmutableArray<double> EdgesOf(EncodedDimension dimension)
    {
        if (dimension.Kind != DimensionKind.Ordered || dimension.Levels is not <= MostLevels) return [];
        var count = (int)dimension.Levels.Value;
        if (dimension.Parameter is not IntParameter { Log: true } integer)
            return [.. Enumerable.Range(0, count + 1).Select(i => (double)i / count)];
        double low = Math.Log(integer.Low - 0.5), width = Math.Log(integer.High + 0.5) - low;
        return [.. Enumerable.Range(0, count + 1).Select(i => (Math.Log(integer.Low + i - 0.5) - low) / width)];
    }
}
