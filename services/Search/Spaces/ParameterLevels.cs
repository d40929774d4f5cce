using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Spaces;

/// <summary>
/// The values of a scalar parameter as levels 0, 1, 2, ... in their natural order. A float without step is continuous
/// and has no levels; a list is no scalar.
/// </summary>
public static class ParameterLevels
{
    /// <summary>How many levels; null when the parameter is continuous.</summary>
    public static long? Count(Parameter parameter) => parameter switch
    {
        FloatParameter { Step: null } => null,
        FloatParameter { Step: { } step } p => (long)Math.Round((p.High - p.Low) / step) + 1,
        IntParameter p => (p.High - p.Low) / p.Step + 1,
        OrdinalParameter p => p.Values.Length,
        CategoricalParameter p => p.Values.Length,
        ConstantParameter => 1,
        _ => throw NotScalar(parameter),
    };

    public static ParameterValue At(Parameter parameter, long level) => parameter switch
    {
        FloatParameter { Step: { } step } p => OnGrid(p, step, level),
        IntParameter p => ParameterValue.Of(p.Low + level * p.Step),
        OrdinalParameter p => p.Values[(int)level],
        CategoricalParameter p => p.Values[(int)level],
        ConstantParameter p => p.Value,
        _ => throw NotScalar(parameter),
    };

    /// <summary>The level of a value, or -1 when the parameter cannot take it. Grid floats forgive an error of 1e-9 steps.</summary>
    public static long IndexOf(Parameter parameter, ParameterValue value) => parameter switch
    {
        OrdinalParameter p => p.Values.IndexOf(value),
        CategoricalParameter p => p.Values.IndexOf(value),
        ConstantParameter p => p.Value == value ? 0 : -1,
        _ when value.Kind != ParameterValueKind.Number => -1,
        FloatParameter { Step: { } step } p => OnGrid(p, step, value.Number),
        IntParameter p => OnGrid(p, value.Number),
        _ => throw NotScalar(parameter),
    };

    /// <summary>Decimal arithmetic where it is exact, so that the grid of 0.1 holds 0.3 and not 0.30000000000000004.</summary>
    private static ParameterValue OnGrid(FloatParameter parameter, double step, long level)
    {
        var largest = Math.Max(Math.Abs(parameter.Low), Math.Abs(parameter.High));
        var value = largest < 1e12 && step > 1e-12
            ? (double)((decimal)parameter.Low + level * (decimal)step)
            : parameter.Low + level * step;
        return ParameterValue.Of(Math.Clamp(value, parameter.Low, parameter.High));
    }

    private static long OnGrid(FloatParameter parameter, double step, double value)
    {
        if (value < parameter.Low - step || value > parameter.High + step) return -1;
        var level = (long)Math.Round((value - parameter.Low) / step);
        if (level < 0 || level >= Count(parameter)) return -1;
        return Math.Abs(OnGrid(parameter, step, level).Number - value) <= 1e-9 * step ? level : -1;
    }

    private static long OnGrid(IntParameter parameter, double value)
    {
        if (value < parameter.Low || value > parameter.High || value != Math.Floor(value)) return -1;
        var offset = (long)value - parameter.Low;
        return offset % parameter.Step == 0 ? offset / parameter.Step : -1;
    }

    private static InvalidOperationException NotScalar(Parameter parameter) =>
        new($"Invariant: '{parameter.Name}' ({parameter.GetType().Name}) was asked for levels that it does not have.");
}
