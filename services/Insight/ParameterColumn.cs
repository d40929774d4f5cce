using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight;

/// <summary>A parameter that must have one of certain values for another to be active; for an element of a list, its list's length.</summary>
/// <param name="Column">The place of the parent among the columns.</param>
/// <param name="Allows">Whether a value of the parent leaves the child active.</param>
internal sealed record ActivationRequirement(int Column, Func<ParameterValue, bool> Allows);

/// <summary>One scalar dimension of a space with the value that each measured trial has there.</summary>
/// <param name="Path"><c>lr</c>, <c>len(arch)</c>, <c>arch[2].width</c>.</param>
/// <param name="Parameter">The parameter behind it; the list itself for its length.</param>
/// <param name="Kind">Whether values have distances, an order, or neither.</param>
/// <param name="Values">One per measured trial; null where the parameter is not active.</param>
public sealed record ParameterColumn(string Path, Parameter Parameter, DimensionKind Kind, ImmutableArray<ParameterValue?> Values)
{
    internal ImmutableArray<ActivationRequirement> Requirements { get; init; } = [];

    /// <summary>Whether each of its values is a number.</summary>
    public bool IsNumeric => Parameter switch
    {
        OrdinalParameter ordinal => ordinal.Values.All(value => value.Kind == ParameterValueKind.Number),
        CategoricalParameter => false,
        _ => true,
    };

    public bool IsLog => Parameter is FloatParameter { Log: true } or IntParameter { Log: true };

    /// <summary>
    /// Where a value lies in [0, 1] on the parameter's scale. A value outside of the space (the space may have been corrected after an
    /// import) counts as the nearest one inside when it is a number.
    /// </summary>
    /// <returns>Null when the value has no place: an unknown category or text.</returns>
    public double? Unit(ParameterValue value)
    {
        if (Parameter is ListParameter list) return Share(value.Number - list.Min, list.Max - list.Min + 1);
        if (Parameter is FloatParameter or IntParameter && value.Kind != ParameterValueKind.Number) return null;
        switch (Parameter)
        {
            case FloatParameter { Step: null } real:
                return real.Low == real.High ? 0.5 : UnitScale.Of(real, Math.Clamp(value.Number, real.Low, real.High));
            case FloatParameter stepped:
                return Share((Math.Clamp(value.Number, stepped.Low, stepped.High) - stepped.Low) / stepped.Step!.Value, ParameterLevels.Count(stepped)!.Value);
            case IntParameter { Log: true } integer:
                return UnitScale.Of(integer, Math.Clamp(Math.Round(value.Number), integer.Low, integer.High));
            case IntParameter integer:
                return Share((Math.Clamp(value.Number, integer.Low, integer.High) - integer.Low) / integer.Step, ParameterLevels.Count(integer)!.Value);
            case OrdinalParameter ordinal when IsNumeric && value.Kind == ParameterValueKind.Number:
                return Share(Rung(ordinal.Values, value.Number), ordinal.Values.Length);
            default:
                var level = ParameterLevels.IndexOf(Parameter, value);
                return level < 0 ? null : Share(level, ParameterLevels.Count(Parameter)!.Value);
        }
    }

    private static double Share(double level, double count) => Math.Clamp((level + 0.5) / count, 0, 1);

    /// <summary>The level of a number on a ladder; one between two rungs lies halfway between them.</summary>
    private static double Rung(ImmutableArray<ParameterValue> values, double number)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].Number == number) return i;
        }

        var below = values.Count(value => value.Number < number);
        return Math.Clamp(below - 0.5, 0, values.Length - 1);
    }
}
