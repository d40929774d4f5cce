using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>
/// Values to begin with where nothing is known: a quarter up for whole numbers and ladders, which make models large; the middle of
/// the scale for floats; the first of several choices; the shortest list that is not empty.
/// </summary>
internal static class Moderation
{
    private const double LowerQuarter = 0.25;

    public static Configuration Start(SearchSpace space) => space.Build(Value);

    public static ParameterValue Value(Parameter parameter) => parameter switch
    {
        FloatParameter => UnitScale.At(parameter, 0.5),
        IntParameter or OrdinalParameter => UnitScale.At(parameter, LowerQuarter),
        ListParameter list => ParameterValue.Of([.. Enumerable.Repeat(Start(list.Element), Math.Max(list.Min, Math.Min(1, list.Max)))]),
        _ => ParameterLevels.At(parameter, 0),
    };

    /// <summary>A copy with one value replaced; what becomes active through it has a moderate value.</summary>
    public static Configuration Replace(SearchSpace space, Configuration configuration, string name, ParameterValue value) =>
        space.Build(parameter => parameter.Name == name ? value
            : configuration.TryGet(parameter.Name, out var kept) ? kept
            : Value(parameter));

    /// <summary>
    /// The configuration with every number part of the way towards another's: 1 is the configuration itself, 0 the other's numbers with its own
    /// choices. Parameters that the other lacks go towards the low end of their range.
    /// </summary>
    public static Configuration Towards(SearchSpace space, Configuration configuration, Configuration? other, double share)
    {
        return space.Build(parameter =>
        {
            if (!configuration.TryGet(parameter.Name, out var value)) return Value(parameter);
            if (parameter is ListParameter list) return Towards(list, value, other, share);
            if (parameter is not (FloatParameter or IntParameter or OrdinalParameter)) return value;
            var to = UnitScale.Of(parameter, value);
            var from = other is not null && other.TryGet(parameter.Name, out var theirs) ? UnitScale.Of(parameter, theirs) : 0;
            return UnitScale.At(parameter, from + share * (to - from));
        });
    }

    /// <summary>Halfway the list is the other's: elements of two lists have nothing to do with each other.</summary>
    private static ParameterValue Towards(ListParameter list, ParameterValue value, Configuration? other, double share)
    {
        if (share > 0.5) return value;
        if (other is not null && other.TryGet(list.Name, out var theirs)) return theirs;
        ImmutableArray<Configuration> shortest = value.List[..Math.Max(list.Min, Math.Min(1, value.List.Length))];
        return ParameterValue.Of([.. shortest.Select(element => Towards(list.Element, element, null, share))]);
    }
}
