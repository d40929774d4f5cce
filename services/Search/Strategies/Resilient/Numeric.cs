using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>Parameters whose values are numbers in order, and the value of such a parameter that is nearest to a number.</summary>
internal static class Numeric
{
    public static bool Is(Parameter parameter) => parameter is FloatParameter or IntParameter
        || (parameter is OrdinalParameter ladder && ladder.Values.All(value => value.Kind == ParameterValueKind.Number));

    /// <summary>The value nearest to the number among those in [low, high]; null when there is none.</summary>
    /// <param name="parameter">One that <see cref="Is"/> numeric.</param>
    /// <param name="number">Any finite number.</param>
    /// <param name="low">The least value to choose.</param>
    /// <param name="high">The largest value to choose.</param>
    public static ParameterValue? Nearest(Parameter parameter, double number, double low, double high)
    {
        switch (parameter)
        {
            case FloatParameter { Step: null } real:
                (low, high) = (Math.Max(low, real.Low), Math.Min(high, real.High));
                return low > high ? default(ParameterValue?) : ParameterValue.Of(Math.Clamp(number, low, high));
            case OrdinalParameter ladder:
                var rungs = ladder.Values.Where(rung => rung.Number >= low && rung.Number <= high).ToArray();
                return rungs.Length == 0 ? default(ParameterValue?) : rungs.MinBy(rung => Math.Abs(rung.Number - number));
            case FloatParameter { Step: { } step } grid:
                return OnGrid(parameter, grid.Low, step, number, low, high);
            case IntParameter whole:
                return OnGrid(parameter, whole.Low, whole.Step, number, low, high);
            default:
                throw new InvalidOperationException($"Invariant: '{parameter.Name}' ({parameter.GetType().Name}) is no numeric parameter.");
        }
    }

    private static ParameterValue? OnGrid(Parameter parameter, double origin, double step, double number, double low, double high)
    {
        const double forgiven = 1e-9; // of a step: 0.3 lies on a grid of 0.1
        var first = Math.Max(0, Math.Ceiling((low - origin) / step - forgiven));
        var last = Math.Min(ParameterLevels.Count(parameter)!.Value - 1, Math.Floor((high - origin) / step + forgiven));
        return first > last ? default(ParameterValue?) : ParameterLevels.At(parameter, (long)Math.Clamp(Math.Round((number - origin) / step), first, last));
    }
}
