using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Spaces;

/// <summary>A small step of one value. At the end of a range the step may lead back to where it started.</summary>
internal static class ValueMoves
{
    /// <summary>Ints with more levels than this move by normal steps: single steps would never cross their range.</summary>
    private const long FewLevels = 32;

    /// <param name="parameter">A scalar parameter that is no constant.</param>
    /// <param name="value">Its value; one that the parameter cannot take is replaced by a sample.</param>
    /// <param name="stepSize">Standard deviation of a normal step, as a fraction of the range.</param>
    /// <param name="stream">Where the draws come from.</param>
    public static ParameterValue Next(Parameter parameter, ParameterValue value, double stepSize, RandomStream stream)
    {
        if (parameter is FloatParameter { Step: null } real)
        {
            return value.Kind == ParameterValueKind.Number && value.Number >= real.Low && value.Number <= real.High
                ? UnitScale.At(real, NormalStep(UnitScale.Of(real, value), stepSize, stream))
                : real.SampleValue(stream);
        }

        var level = ParameterLevels.IndexOf(parameter, value);
        if (level < 0) return parameter.SampleValue(stream);
        var count = ParameterLevels.Count(parameter)!.Value;
        return parameter switch
        {
            OrdinalParameter => ParameterLevels.At(parameter, Math.Clamp(level + (stream.NextBoolean() ? 1 : -1), 0, count - 1)),
            CategoricalParameter => count == 1 ? value : ParameterLevels.At(parameter, (level + 1 + stream.NextInt64(count - 1)) % count),
            IntParameter when count <= FewLevels => ParameterLevels.At(parameter, DownOrUp(level, count, stream)),
            _ => AtLeastOneLevel(parameter, value, level, count, stepSize, stream),
        };
    }

    /// <summary>
    /// A normal step whose size counts for every kind of number: on the parameter's scale for continuous ones, at least one level for
    /// the others, ladders and short ranges too.
    /// </summary>
    /// <param name="parameter">A float, an int or an ordinal.</param>
    /// <param name="value">One that it can take.</param>
    /// <param name="stepSize">Standard deviation, as a fraction of the range.</param>
    /// <param name="stream">Where the draws come from.</param>
    public static ParameterValue Scaled(Parameter parameter, ParameterValue value, double stepSize, RandomStream stream) =>
        parameter is FloatParameter { Step: null }
            ? UnitScale.At(parameter, NormalStep(UnitScale.Of(parameter, value), stepSize, stream))
            : AtLeastOneLevel(parameter, value, ParameterLevels.IndexOf(parameter, value), ParameterLevels.Count(parameter)!.Value, stepSize, stream);

    /// <summary>With probability 1/2 one down where there is room, otherwise one up where there is room.</summary>
    private static long DownOrUp(long level, long count, RandomStream stream)
    {
        if (stream.NextBoolean() && level > 0) return level - 1;
        return level < count - 1 ? level + 1 : level;
    }

    private static ParameterValue AtLeastOneLevel(
        Parameter parameter, ParameterValue value, long level, long count, double stepSize, RandomStream stream)
    {
        var from = UnitScale.Of(parameter, value);
        var to = NormalStep(from, stepSize, stream);
        var moved = UnitScale.At(parameter, to);
        return moved != value ? moved : ParameterLevels.At(parameter, Math.Clamp(level + (to < from ? -1 : 1), 0, count - 1));
    }

    /// <summary>Reflected at the ends, so that they attract no more than the middle.</summary>
    private static double NormalStep(double from, double stepSize, RandomStream stream)
    {
        var to = Math.Abs(from + stepSize * stream.NextNormal()) % 2;
        return to > 1 ? 2 - to : to;
    }
}
