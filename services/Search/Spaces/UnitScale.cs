using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Spaces;

/// <summary>
/// Where a scalar value lies in [0, 1]: linear or logarithmic for floats, and the middle of an equal share for each
/// level of the others. A logarithmic int n has the share between log(n - 1/2) and log(n + 1/2).
/// </summary>
public static class UnitScale
{
    /// <exception cref="ArgumentException">The parameter cannot take the value.</exception>
    public static double Of(Parameter parameter, ParameterValue value)
    {
        if (parameter is FloatParameter { Step: null } real) return OfReal(real, Number(real, value));
        var level = ParameterLevels.IndexOf(parameter, value);
        if (level < 0) throw Outside(parameter, value);
        if (parameter is IntParameter { Log: true } integer)
            return Position(Math.Log(value.Number), Math.Log(integer.Low - 0.5), Math.Log(integer.High + 0.5));
        return (level + 0.5) / ParameterLevels.Count(parameter)!.Value;
    }

    /// <param name="parameter">A scalar parameter.</param>
    /// <param name="unit">In [0, 1].</param>
    public static ParameterValue At(Parameter parameter, double unit)
    {
        switch (parameter)
        {
            case FloatParameter { Step: null } p:
                var value = p.Log
                    ? Math.Exp(Math.Log(p.Low) + unit * (Math.Log(p.High) - Math.Log(p.Low)))
                    : p.Low + unit * (p.High - p.Low);
                return ParameterValue.Of(Math.Clamp(value, p.Low, p.High));
            case IntParameter { Log: true } p:
                double low = Math.Log(p.Low - 0.5), high = Math.Log(p.High + 0.5);
                return ParameterValue.Of(Math.Clamp(Math.Round(Math.Exp(low + unit * (high - low))), p.Low, p.High));
            default:
                var count = ParameterLevels.Count(parameter)!.Value;
                return ParameterLevels.At(parameter, Math.Clamp((long)(unit * count), 0, count - 1));
        }
    }

    private static double OfReal(FloatParameter parameter, double value) => parameter.Log
        ? Position(Math.Log(value), Math.Log(parameter.Low), Math.Log(parameter.High))
        : Position(value, parameter.Low, parameter.High);

    private static double Position(double value, double low, double high) => Math.Clamp((value - low) / (high - low), 0, 1);

    private static double Number(FloatParameter parameter, ParameterValue value) =>
        value.Kind == ParameterValueKind.Number && value.Number >= parameter.Low && value.Number <= parameter.High
            ? value.Number
            : throw Outside(parameter, value);

    private static ArgumentException Outside(Parameter parameter, ParameterValue value) =>
        new($"The parameter '{parameter.Name}' cannot take the value {value}.", nameof(value));
}
