using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Spaces;

public enum DimensionKind
{
    /// <summary>A float without step: every number in [0, 1] means another value.</summary>
    Continuous,

    /// <summary>Levels in a natural order: ints, floats with step, ordinals, the length of a list.</summary>
    Ordered,

    /// <summary>Levels without order: the distance between two numbers means nothing.</summary>
    Categorical,
}

/// <summary>One dimension of the unit cube that a space is encoded into.</summary>
/// <param name="Path"><c>lr</c>, <c>len(arch)</c>, <c>arch[2].width</c>.</param>
/// <param name="Kind">What distances in this dimension mean.</param>
/// <param name="Levels">How many different values it decodes to; null when continuous.</param>
/// <param name="Parameter">The parameter behind it; the list itself for its length.</param>
/// <param name="Slot">The element of the outermost list that it belongs to, or -1.</param>
public sealed record EncodedDimension(string Path, DimensionKind Kind, long? Levels, Parameter Parameter, int Slot);

/// <summary>
/// The map between configurations and points of the unit cube that numeric models work in. Built once for a space, however many ask.
/// </summary>
/// <remarks>
/// <para>
/// A scalar parameter is one dimension, a constant none. A list is one dimension for its length followed by a slot of
/// dimensions for each of its Max elements. Levels share [0, 1] equally and encode to the middle of their share;
/// logarithmic parameters have logarithmic shares. What is not active encodes to 0.5, so that it says nothing.
/// </para>
/// <para>
/// Every point decodes to a configuration within bounds and conditions (rules are the caller's to check).
/// Decode(Encode(c)) is c; floats without step return within 1e-12 of their range (of their value on a logarithmic
/// scale), and ints are exact up to 2^50 levels. Immutable and thread-safe.
/// </para>
/// </remarks>
public sealed class SpaceEncoding
{
    private const double NotActive = 0.5;

    // Weak: an encoding lives as long as its space. A field of the record would take part in its equality and its copies.
    private static readonly ConditionalWeakTable<SearchSpace, SpaceEncoding> Built = [];

    private readonly SearchSpace space;

    private SpaceEncoding(SearchSpace space)
    {
        this.space = space;
        Dimensions = [.. Describe(space, "", -1)];
    }

    public ImmutableArray<EncodedDimension> Dimensions { get; }

    /// <summary>The encoding of a valid space; always the same one for the same instance.</summary>
    public static SpaceEncoding Of(SearchSpace space) => Built.GetValue(space, static s => new(s));

    /// <summary>The point of a configuration, one number in [0, 1] per dimension.</summary>
    /// <exception cref="ArgumentException">The configuration has a value that the space does not.</exception>
    public double[] Encode(Configuration configuration) => PointOf(configuration).Coordinates;

    /// <summary>The point of a configuration and its active dimensions.</summary>
    /// <exception cref="ArgumentException">The configuration has a value that the space does not.</exception>
    internal EncodedPoint PointOf(Configuration configuration)
    {
        var point = new EncodedPoint(new double[Dimensions.Length], new bool[Dimensions.Length]);
        Encode(configuration, point.Coordinates, point.Active);
        return point;
    }

    /// <summary>Also says which dimensions are active: their parameter is, and so is their slot.</summary>
    /// <exception cref="ArgumentException">The configuration has a value that the space does not, or a span has another length than Dimensions.</exception>
    public void Encode(Configuration configuration, Span<double> point, Span<bool> active)
    {
        if (point.Length != Dimensions.Length || active.Length != Dimensions.Length)
            throw new ArgumentException($"A point of this space has {Dimensions.Length} dimensions.", nameof(point));
        point.Fill(NotActive);
        active.Clear();
        var at = 0;
        Encode(space, configuration, point, active, ref at);
    }

    /// <summary>The configuration of a point; coordinates outside [0, 1] are clamped.</summary>
    /// <exception cref="ArgumentException">The point has another number of dimensions, or a coordinate is NaN.</exception>
    public Configuration Decode(ReadOnlySpan<double> point)
    {
        if (point.Length != Dimensions.Length)
            throw new ArgumentException($"A point of this space has {Dimensions.Length} dimensions (was {point.Length}).", nameof(point));
        var coordinates = new double[point.Length];
        for (var i = 0; i < point.Length; i++)
        {
            coordinates[i] = double.IsNaN(point[i])
                ? throw new ArgumentException($"Coordinate {i} ({Dimensions[i].Path}) is not a number.", nameof(point))
                : Math.Clamp(point[i], 0, 1);
        }

        return Decode(space, coordinates, 0);
    }

    private static void Encode(SearchSpace space, Configuration? configuration, Span<double> point, Span<bool> active, ref int at)
    {
        foreach (var parameter in space.Parameters)
        {
            ParameterValue value = default;
            var present = configuration is not null && configuration.TryGet(parameter.Name, out value);
            if (parameter is ConstantParameter) continue;
            if (present)
            {
                active[at] = true;
                point[at] = parameter is ListParameter p ? OfLength(p, value) : UnitScale.Of(parameter, value);
            }

            at++;
            if (parameter is not ListParameter list) continue;
            for (var slot = 0; slot < list.Max; slot++)
                Encode(list.Element, present && slot < value.List.Length ? value.List[slot] : null, point, active, ref at);
        }
    }

    private static Configuration Decode(SearchSpace space, double[] point, int at) => space.Build(parameter =>
    {
        var start = at + Offset(space, parameter);
        if (parameter is ConstantParameter constant) return constant.Value;
        if (parameter is not ListParameter list) return UnitScale.At(parameter, point[start]);
        var lengths = list.Max - list.Min + 1;
        var items = new Configuration[list.Min + Math.Min((int)(point[start] * lengths), lengths - 1)];
        var width = Width(list.Element);
        for (var slot = 0; slot < items.Length; slot++) items[slot] = Decode(list.Element, point, start + 1 + slot * width);
        return ParameterValue.Of([.. items]);
    });

    private static double OfLength(ListParameter list, ParameterValue value)
    {
        var length = value.Kind == ParameterValueKind.List ? value.List.Length : -1;
        return length >= list.Min && length <= list.Max
            ? (length - list.Min + 0.5) / (list.Max - list.Min + 1)
            : throw new ArgumentException($"The list '{list.Name}' cannot be {value}.", nameof(value));
    }

    private static int Offset(SearchSpace space, Parameter parameter)
    {
        var offset = 0;
        foreach (var earlier in space.Parameters)
        {
            if (ReferenceEquals(earlier, parameter)) break;
            offset += Width(earlier);
        }

        return offset;
    }

    private static int Width(SearchSpace space) => space.Parameters.Sum(Width);

    private static int Width(Parameter parameter) => parameter switch
    {
        ConstantParameter => 0,
        ListParameter list => 1 + list.Max * Width(list.Element),
        _ => 1,
    };

    private static IEnumerable<EncodedDimension> Describe(SearchSpace space, string prefix, int slot)
    {
        foreach (var parameter in space.Parameters)
        {
            var path = prefix + parameter.Name;
            switch (parameter)
            {
                case ConstantParameter:
                    break;
                case ListParameter list:
                    yield return new($"len({path})", DimensionKind.Ordered, list.Max - list.Min + 1, list, slot);
                    for (var i = 0; i < list.Max; i++)
                    {
                        foreach (var inner in Describe(list.Element, $"{path}[{i}].", slot < 0 ? i : slot)) yield return inner;
                    }

                    break;
                case CategoricalParameter:
                    yield return new(path, DimensionKind.Categorical, ParameterLevels.Count(parameter), parameter, slot);
                    break;
                default:
                    var levels = ParameterLevels.Count(parameter);
                    yield return new(path, levels is null ? DimensionKind.Continuous : DimensionKind.Ordered, levels, parameter, slot);
                    break;
            }
        }
    }
}
